/**
 * What keeps calls from doing harm: gates that an attempt passes before it is sent, and
 * the budget that retries are paid from. Knows no HTTP.
 */
@NullMarked
package io.github.tencentcloud.resilience.throttle;

import org.jspecify.annotations.NullMarked;
