package io.github.tencentcloud.resilience.signing;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The headers that sign a request. They replace existing ones of the same name.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param contentSha256 {@code X-TC-Content-SHA256}, if the body is not signed
 * @param token {@code X-TC-Token}, if the credentials have one
 * @param language {@code X-TC-Language}, if the request does not say it itself
 * @param contentType {@code Content-Type}, unless it can stay as it is
 * @param timestamp {@code X-TC-Timestamp}
 * @param authorization {@code Authorization}
 */
public record SignedHeaders(@Nullable String contentSha256, @Nullable String token, @Nullable String language,
		@Nullable String contentType, String timestamp, String authorization) {

	/**
	 * Set all of them.
	 * @param headers sets a header, given its name and value, replacing others
	 */
	public void forEach(BiConsumer<String, String> headers) {
		set(headers, "X-TC-Content-SHA256", this.contentSha256);
		set(headers, "X-TC-Token", this.token);
		set(headers, "X-TC-Language", this.language);
		set(headers, "Content-Type", this.contentType);
		set(headers, "X-TC-Timestamp", this.timestamp);
		set(headers, "Authorization", this.authorization);
	}

	private static void set(BiConsumer<String, String> headers, String name, @Nullable String value) {
		if (value != null) {
			headers.accept(name, value);
		}
	}

	/** A record would show the token. */
	@Override
	public String toString() {
		return "signed at " + this.timestamp;
	}

}
