package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The keys below {@code tencentcloud.signing}, so that a mistyped one is found.
 *
 * @param enabled Whether to sign requests.
 */
record SigningKeys(@Nullable String enabled) {

}
