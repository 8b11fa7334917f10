/**
 * From bytes to a verdict: whether an answer is a success, an error with its code, or not
 * an envelope at all, read in one pass as the bytes arrive. Knows neither policies nor
 * HTTP.
 */
@NullMarked
package io.github.tencentcloud.resilience.envelope;

import org.jspecify.annotations.NullMarked;
