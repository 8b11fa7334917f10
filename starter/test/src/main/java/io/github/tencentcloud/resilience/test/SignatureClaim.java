package io.github.tencentcloud.resilience.test;

import java.util.function.UnaryOperator;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about who sent it and when, and how to find out if that is true.
 *
 * @param secretId the sender
 * @param timestamp when the request was signed, in seconds since 1970
 * @param token the token that was sent along, or {@code null}
 * @param signature the signature that was sent
 * @param signer from a SecretKey to the signature that this request should have
 */
record SignatureClaim(String secretId, long timestamp, @Nullable String token, String signature,
		UnaryOperator<String> signer) {

	static SignatureClaim of(LoggedRequest request) {
		String authorization = request.getHeader("Authorization");
		return (authorization != null) ? Tc3Signature.read(request, authorization) : LegacySignature.read(request);
	}

	static long timestamp(@Nullable String text) {
		try {
			return Long.parseLong(String.valueOf(text));
		}
		catch (NumberFormatException ex) {
			throw Refusal.missingParameter("Timestamp");
		}
	}

}
