package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;

/**
 * What requests to a product get where they do not say it themselves.
 *
 * @param version the value of {@code X-TC-Version}, or {@code null} for none
 * @param region the value of {@code X-TC-Region}, or {@code null} for none
 * @param account the account whose credentials sign, or {@code null} for the default one
 * @param signingHost the host to sign for, where a proxy stands in between, or
 * {@code null} for the host of the request
 */
public record ProductDefaults(@Nullable String version, @Nullable String region, @Nullable String account,
		@Nullable String signingHost) {

	/** Nothing configured. */
	public static final ProductDefaults NONE = new ProductDefaults(null, null, null, null);

}
