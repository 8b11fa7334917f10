package io.github.tencentcloud.resilience.signing;

import java.util.Locale;

/**
 * A request in the canonical form that both sides hash.
 *
 * @param text the canonical request
 * @param signedHeaders the names of the headers in it
 */
record CanonicalRequest(String text, String signedHeaders) {

	/**
	 * Write a request in its canonical form. The documentation has names and values of
	 * headers in lower case, so values are signed in lower case, however they are sent.
	 * @param headers names in lower case and values in turn, sorted by name
	 */
	static CanonicalRequest of(String method, String query, String payloadHash, String... headers) {
		StringBuilder text = new StringBuilder(256 + query.length());
		StringBuilder names = new StringBuilder(32);
		// The path is always the root, even if a proxy is called under another one.
		text.append(method).append("\n/\n").append(method.equals("GET") ? query : "").append('\n');
		for (int i = 0; i < headers.length; i += 2) {
			text.append(headers[i]).append(':').append(headers[i + 1].trim().toLowerCase(Locale.ROOT)).append('\n');
			names.append((i > 0) ? ";" : "").append(headers[i]);
		}
		text.append('\n').append(names).append('\n').append(payloadHash);
		return new CanonicalRequest(text.toString(), names.toString());
	}

}
