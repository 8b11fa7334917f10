/**
 * From bytes to a verdict: whether an answer is a success, an error with its code, or not
 * an envelope at all, read in one pass as the bytes arrive. Knows neither policies nor
 * HTTP. {@code BodyInspector} is the way in.
 *
 * <p>
 * What is public here is so only for the other packages of this library.
 */
@NullMarked
package io.github.tencentcloud.resilience.envelope;

import org.jspecify.annotations.NullMarked;
