package io.github.tencentcloud.resilience.test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * Signature method v3, TC3-HMAC-SHA256, recomputed from a request as it came in.
 */
final class Tc3Signature {

	private static final String ALGORITHM = "TC3-HMAC-SHA256";

	private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM
			+ " Credential=([^/,\\s]+)/([^/,\\s]+)/([^/,\\s]+)/tc3_request, ?SignedHeaders=([^,\\s]+), ?Signature=([0-9a-f]+)");

	private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

	private Tc3Signature() {
	}

	static SignatureClaim read(LoggedRequest request, String authorization) {
		Matcher matcher = AUTHORIZATION.matcher(authorization);
		if (!matcher.matches() || !List.of(matcher.group(4).split(";")).containsAll(List.of("content-type", "host"))) {
			throw new Refusal("AuthFailure.InvalidAuthorization", "The Authorization header cannot be read.");
		}
		long timestamp = SignatureClaim.timestamp(request.getHeader("X-TC-Timestamp"));
		return new SignatureClaim(matcher.group(1), timestamp, request.getHeader("X-TC-Token"), matcher.group(5),
				(secretKey) -> sign(request, secretKey, timestamp, matcher.group(3), matcher.group(4)));
	}

	private static String sign(LoggedRequest request, String secretKey, long timestamp, String service,
			String signedHeaders) {
		String date = Instant.ofEpochSecond(timestamp).toString().substring(0, "2019-02-25".length());
		String text = String.join("\n", ALGORITHM, Long.toString(timestamp), date + "/" + service + "/tc3_request",
				Digests.sha256(canonical(request, signedHeaders).getBytes(StandardCharsets.UTF_8)));
		byte[] key = ("TC3" + secretKey).getBytes(StandardCharsets.UTF_8);
		for (String part : List.of(date, service, "tc3_request")) {
			key = Digests.hmac("HmacSHA256", key, part);
		}
		return Digests.hex(Digests.hmac("HmacSHA256", key, text));
	}

	private static String values(LoggedRequest request, String name) {
		return request.containsHeader(name) ? String.join(",", request.header(name).values()) : "";
	}

	private static String canonical(LoggedRequest request, String signedHeaders) {
		StringBuilder headers = new StringBuilder();
		for (String name : signedHeaders.split(";")) {
			String value = "host".equals(name) ? SignedHost.of(request) : values(request, name);
			headers.append(name).append(':').append(value.trim().toLowerCase(Locale.ROOT)).append('\n');
		}
		int query = request.getUrl().indexOf('?');
		boolean inQuery = request.getMethod().equals(RequestMethod.GET) && query >= 0;
		byte[] payload = UNSIGNED.equals(request.getHeader("X-TC-Content-SHA256"))
				? UNSIGNED.getBytes(StandardCharsets.UTF_8) : request.getBody();
		return String.join("\n", request.getMethod().value(), "/", inQuery ? request.getUrl().substring(query + 1) : "",
				headers, signedHeaders, Digests.sha256(payload));
	}

}
