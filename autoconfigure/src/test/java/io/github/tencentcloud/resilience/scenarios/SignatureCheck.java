package io.github.tencentcloud.resilience.scenarios;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.tencentcloud.resilience.webclient.RawServer;

/**
 * Checks signatures of TC3-HMAC-SHA256 over what came in, with nothing but what the JDK
 * has. A host that was forwarded counts for the one that the request has. Whose signature
 * is good gets an answer; all others what Tencent Cloud would say.
 */
public final class SignatureCheck {

	private static final Pattern AUTHORIZATION = Pattern
		.compile("TC3-HMAC-SHA256 Credential=([^/]+)/([^/]+)/([^/]+)/tc3_request, SignedHeaders=([^,]+), "
				+ "Signature=([0-9a-f]{64})");

	private final Map<String, String> keys = new ConcurrentHashMap<>();

	private final Clock clock;

	public SignatureCheck(Clock clock) {
		this.clock = clock;
	}

	/** From now on this key is good. */
	public SignatureCheck accept(String secretId, String secretKey) {
		this.keys.put(secretId, secretKey);
		return this;
	}

	/** From now on this key is good no more. */
	public void revoke(String secretId) {
		this.keys.remove(secretId);
	}

	/** An answer to what is signed well. */
	public RawServer.Script then(RawServer.Script answer) {
		return (exchange) -> {
			String fault = fault(exchange);
			if (fault == null) {
				answer.answer(exchange);
			}
			else {
				exchange.send(200, "application/json", Answers.failure(exchange, fault), "Date: "
						+ DateTimeFormatter.RFC_1123_DATE_TIME.format(this.clock.instant().atOffset(ZoneOffset.UTC)));
			}
		};
	}

	private String fault(RawServer.Exchange exchange) throws GeneralSecurityException {
		Matcher authorization = AUTHORIZATION.matcher(String.valueOf(exchange.header("Authorization")));
		if (!authorization.matches()) {
			return "AuthFailure.InvalidAuthorization";
		}
		String key = this.keys.get(authorization.group(1));
		if (key == null) {
			return "AuthFailure.SecretIdNotFound";
		}
		Instant time = Instant.ofEpochSecond(Long.parseLong(exchange.header("X-TC-Timestamp")));
		if (Duration.between(time, this.clock.instant()).abs().compareTo(Duration.ofMinutes(5)) > 0) {
			return "AuthFailure.SignatureExpire";
		}
		String date = time.toString().substring(0, 10);
		byte[] signing = hmac(hmac(hmac(("TC3" + key).getBytes(StandardCharsets.UTF_8), date), authorization.group(3)),
				"tc3_request");
		String signature = hex(hmac(signing, "TC3-HMAC-SHA256\n" + time.getEpochSecond() + "\n" + date + "/"
				+ authorization.group(3) + "/tc3_request\n" + sha256(canonical(exchange, authorization.group(4)))));
		return signature.equals(authorization.group(5)) ? null : "AuthFailure.SignatureFailure";
	}

	private static String canonical(RawServer.Exchange exchange, String signedHeaders) throws GeneralSecurityException {
		String[] line = exchange.requestLine().split(" ");
		String query = URI.create(line[1]).getRawQuery();
		StringBuilder request = new StringBuilder(line[0]).append("\n/\n")
			.append((line[0].equals("GET") && query != null) ? query : "")
			.append('\n');
		for (String name : signedHeaders.split(";")) {
			String forwarded = name.equals("host") ? exchange.header("X-Forwarded-Host") : null;
			String value = (forwarded != null) ? forwarded : exchange.header(name);
			request.append(name).append(':').append(value.trim().toLowerCase(Locale.ROOT)).append('\n');
		}
		return request.append('\n').append(signedHeaders).append('\n').append(sha256(exchange.body())).toString();
	}

	private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key, "HmacSHA256"));
		return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String sha256(String text) throws GeneralSecurityException {
		return hex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
