package io.github.tencentcloud.resilience.signing;

import org.jspecify.annotations.Nullable;

/**
 * How a product's requests are signed.
 *
 * @param unsignedPayload whether the body is left out of the signature, so that a stream
 * need not be aggregated first
 * @param language the language of the server's messages, {@code zh-CN} or {@code en-US},
 * or {@code null} for the server's choice
 * @param signingHost the host that the server sees, where a proxy in between is sent
 * another one, or {@code null} for the request's own
 */
public record SigningOptions(boolean unsignedPayload, @Nullable String language, @Nullable String signingHost) {

	/** The body is signed, and everything else is the default. */
	public static final SigningOptions DEFAULTS = new SigningOptions(false, null, null);

}
