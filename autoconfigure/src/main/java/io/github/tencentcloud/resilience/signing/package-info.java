/**
 * Signs requests with TC3-HMAC-SHA256: with whose credentials, by which clock, over which
 * bytes. Method, URI, headers, hash of the body, credentials and time go in, and headers
 * come out. Independent of HTTP clients, and never waits. Knows neither the attempts of a
 * call nor their results; it is only told what the server refused.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.signing;

import org.jspecify.annotations.NullMarked;
