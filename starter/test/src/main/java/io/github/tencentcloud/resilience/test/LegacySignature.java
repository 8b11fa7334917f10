package io.github.tencentcloud.resilience.test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * Signature method v1, HmacSHA1 or HmacSHA256 over all parameters, recomputed from a
 * request as it came in.
 */
final class LegacySignature {

	private LegacySignature() {
	}

	static SignatureClaim read(LoggedRequest request) {
		Map<String, String> fields = new TreeMap<>(Parameters.fields(request));
		String signature = fields.remove("Signature");
		String secretId = fields.get("SecretId");
		if (signature == null || secretId == null) {
			throw new Refusal("AuthFailure.InvalidAuthorization", "The request is not signed.");
		}
		String algorithm = "HmacSHA256".equals(fields.get("SignatureMethod")) ? "HmacSHA256" : "HmacSHA1";
		return new SignatureClaim(secretId, SignatureClaim.timestamp(fields.get("Timestamp")), fields.get("Token"),
				signature, (secretKey) -> sign(request, fields, algorithm, secretKey));
	}

	private static String sign(LoggedRequest request, Map<String, String> fields, String algorithm, String secretKey) {
		String text = request.getMethod().value() + SignedHost.of(request) + "/?"
				+ fields.entrySet()
					.stream()
					.map((field) -> field.getKey() + "=" + field.getValue())
					.collect(Collectors.joining("&"));
		return Base64.getEncoder()
			.encodeToString(Digests.hmac(algorithm, secretKey.getBytes(StandardCharsets.UTF_8), text));
	}

}
