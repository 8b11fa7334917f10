package io.github.tencentcloud.resilience.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What requests to a product get where they do not say it themselves.
 *
 * @param version the value of {@code X-TC-Version}, or {@code null} for none
 * @param region the value of {@code X-TC-Region}, or {@code null} for none
 * @param account the account whose credentials sign, or {@code null} for the default one
 * @param signingHost the host to sign for, where a proxy stands in between, or
 * {@code null} for the host of the request
 * @param failOver where calls go in turn while the circuit breaker of their own host is
 * open: hosts in lower case, each with a port if it is not the scheme's own
 * @param endpoint where all calls go instead, whatever host they name, or {@code null} if
 * they go to that host
 */
public record ProductDefaults(@Nullable String version, @Nullable String region, @Nullable String account,
		@Nullable String signingHost, List<String> failOver, @Nullable EndpointOverride endpoint) {

	/** Nothing configured. */
	public static final ProductDefaults NONE = new ProductDefaults(null, null, null, null);

	/**
	 * Create defaults of a product whose calls stay with their own host.
	 * @param version the value of {@code X-TC-Version}, or {@code null} for none
	 * @param region the value of {@code X-TC-Region}, or {@code null} for none
	 * @param account the account whose credentials sign, or {@code null} for the default
	 * one
	 * @param signingHost the host to sign for, or {@code null} for the host of the
	 * request
	 */
	public ProductDefaults(@Nullable String version, @Nullable String region, @Nullable String account,
			@Nullable String signingHost) {
		this(version, region, account, signingHost, List.of(), null);
	}

}
