/**
 * Signs requests with TC3-HMAC-SHA256 as they are written: whose credentials, by which
 * clock, over which bytes. Knows neither the attempts of a call nor their outcome; it is
 * told what the server refused.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.signing;

import org.jspecify.annotations.NullMarked;
