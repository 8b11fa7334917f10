/**
 * Lets the calls of {@code WebClient} in: the filter finds out which call a request is,
 * and drives it by the steps that the engine says.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.NullMarked;
