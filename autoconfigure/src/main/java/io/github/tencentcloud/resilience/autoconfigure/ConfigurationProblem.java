package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * A mistake in the user's configuration.
 *
 * @param property the key as the user wrote it
 * @param value the value, masked if it may be a secret, or {@code null} if there is none
 * @param origin where it is written, or {@code null} if that is not known
 * @param reason what is wrong
 * @param action what to write instead
 */
record ConfigurationProblem(String property, @Nullable Object value, @Nullable Origin origin, String reason,
		String action) {

}
