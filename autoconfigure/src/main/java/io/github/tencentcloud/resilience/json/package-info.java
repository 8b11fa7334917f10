/**
 * Reads JSON as its bytes arrive without keeping it: a push scanner that checks each byte
 * and reports the few members that are watched. Knows nothing of envelopes. The entry
 * point is {@link io.github.tencentcloud.resilience.json.JsonScanner}.
 *
 * <p>
 * What is public here is so only for the other packages of this library, and of those
 * only {@code envelope} uses it.
 */
@NullMarked
package io.github.tencentcloud.resilience.json;

import org.jspecify.annotations.NullMarked;
