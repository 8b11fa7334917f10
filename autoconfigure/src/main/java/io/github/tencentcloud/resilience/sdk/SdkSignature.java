package io.github.tencentcloud.resilience.sdk;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.engine.CallerSignature;

/**
 * The signature that the SDK has given a request.
 *
 * @param secretId whose it is, or {@code null} if it is not of a kind that can be made
 * anew here
 * @param kept what it is good for if it has to be kept
 */
record SdkSignature(@Nullable String secretId, CallerSignature kept) {

	private static final Pattern TC3 = Pattern.compile("TC3-HMAC-SHA256 +Credential=([^/]+)/.*");

	private static final int LONGEST = 18;

	static SdkSignature of(SdkRequest request) {
		String authorization = request.header("Authorization");
		if (authorization == null) {
			// The older ways have a nonce, which the server accepts once.
			return new SdkSignature(null, new CallerSignature(null, request.parameter("Signature") != null));
		}
		Matcher tc3 = TC3.matcher(authorization);
		return tc3.matches()
				? new SdkSignature(tc3.group(1), new CallerSignature(time(request.header("X-TC-Timestamp")), false))
				: new SdkSignature(null, new CallerSignature(null, false));
	}

	private static @Nullable Instant time(@Nullable String seconds) {
		try {
			return (seconds != null && seconds.length() < LONGEST) ? Instant.ofEpochSecond(Long.parseLong(seconds))
					: null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
