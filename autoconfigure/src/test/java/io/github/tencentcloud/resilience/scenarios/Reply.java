package io.github.tencentcloud.resilience.scenarios;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * What a caller got: an answer, an error, or both, where the client makes an error of an
 * answer that is handed on.
 *
 * @param status the status, 0 if there was no response
 * @param headers by name, in lower case
 * @param body what was read of the body
 * @param error what the caller has to catch, or {@code null}
 */
record Reply(int status, Map<String, String> headers, byte[] body, Throwable error) {

	static Reply failed(Throwable error) {
		return new Reply(0, Map.of(), new byte[0], error);
	}

	/** The headers of a response as those of a reply. */
	static Map<String, String> headers(Map<String, String> headers) {
		Map<String, String> lowerCase = new TreeMap<>();
		headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
		return lowerCase;
	}

	/** The body as text. Some clients leave it to their caller to unpack it. */
	String text() {
		return new String("gzip".equals(this.headers.get("content-encoding")) ? gunzip(this.body) : this.body,
				StandardCharsets.UTF_8);
	}

	private static byte[] gunzip(byte[] body) {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What the library says about the error. */
	Told told() {
		return Told.of(this.error);
	}

	/**
	 * What {@code TencentCloudFailure} says about an error, as plain values.
	 *
	 * @param code the code
	 * @param requestId the RequestId, or {@code null}
	 * @param attempts how many attempts were made
	 * @param policy the policy of the code
	 * @param decision the decision of the policy
	 * @param line the failure as a line of a log
	 */
	record Told(String code, String requestId, int attempts, String policy, String decision, String line) {

		static Told of(Throwable error) {
			TencentCloudFailure failure = TencentCloudFailure.of(error)
				.orElseThrow(() -> new AssertionError("The library says nothing about this error", error));
			return new Told(failure.code(), failure.requestId(), failure.attempts(), failure.policy(),
					failure.decision().value(), failure.describe());
		}

	}

}
