/**
 * The door for {@code WebClient}: the filter identifies the call that a request makes,
 * and drives it, step by step, as the engine says.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.NullMarked;
