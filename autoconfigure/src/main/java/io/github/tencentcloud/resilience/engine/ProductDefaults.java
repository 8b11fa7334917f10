package io.github.tencentcloud.resilience.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What requests to a product get where they leave it out.
 *
 * @param version the value of {@code X-TC-Version}, or {@code null} for none
 * @param region the value of {@code X-TC-Region}, or {@code null} for none
 * @param account the account whose credentials sign, or {@code null} for the default one
 * @param signingHost the host to sign for, where a proxy stands in between, or
 * {@code null} for the host of the request
 * @param failOver where calls go, in this order, while the circuit breaker of their own
 * host is open: hosts in lower case, with a port unless it is the scheme's default
 * @param endpoint where all calls go, whatever host they name, or {@code null} to use
 * that host
 */
public record ProductDefaults(@Nullable String version, @Nullable String region, @Nullable String account,
		@Nullable String signingHost, List<String> failOver, @Nullable EndpointOverride endpoint) {

	/** Nothing configured. */
	public static final ProductDefaults NONE = new ProductDefaults(null, null, null, null);

	/**
	 * Create the defaults of a product whose calls stay with their own host.
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
