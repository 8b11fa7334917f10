/**
 * What keeps calls from doing harm: gates that an attempt passes before it is sent, and
 * the budget that retries are paid from. Knows no HTTP.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.throttle;

import org.jspecify.annotations.NullMarked;
