package io.github.tencentcloud.resilience.signing;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * What signs a request: a SecretId, its SecretKey and, for temporary credentials, a
 * token. Immutable, not serialisable, and never shows its secrets.
 */
public final class TencentCloudCredentials {

	private static final int SHOWN = 4;

	private final String secretId;

	private final String secretKey;

	private final @Nullable String token;

	private TencentCloudCredentials(String secretId, String secretKey, @Nullable String token) {
		Assert.hasText(secretId, "There is no SecretId");
		Assert.hasText(secretKey, "There is no SecretKey");
		this.secretId = secretId.trim();
		this.secretKey = secretKey.trim();
		this.token = StringUtils.hasText(token) ? token.trim() : null;
	}

	/**
	 * Permanent credentials.
	 * @param secretId the SecretId
	 * @param secretKey the SecretKey
	 * @return the credentials
	 * @throws IllegalArgumentException if one of them is blank
	 */
	public static TencentCloudCredentials of(String secretId, String secretKey) {
		return new TencentCloudCredentials(secretId, secretKey, null);
	}

	/**
	 * Credentials that may be temporary. White space around the values is dropped: files
	 * and environment variables often end with a line break.
	 * @param secretId the SecretId
	 * @param secretKey the SecretKey
	 * @param token the token, or {@code null} or blank for permanent credentials
	 * @return the credentials
	 * @throws IllegalArgumentException if the SecretId or the SecretKey is blank
	 */
	public static TencentCloudCredentials of(String secretId, String secretKey, @Nullable String token) {
		return new TencentCloudCredentials(secretId, secretKey, token);
	}

	/**
	 * The public half, which is part of each signed request.
	 * @return the SecretId
	 */
	public String getSecretId() {
		return this.secretId;
	}

	/**
	 * The private half, which never leaves the process.
	 * @return the SecretKey
	 */
	public String getSecretKey() {
		return this.secretKey;
	}

	/**
	 * The token that makes temporary credentials valid.
	 * @return the token, or {@code null} for permanent credentials
	 */
	public @Nullable String getToken() {
		return this.token;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TencentCloudCredentials that && this.secretId.equals(that.secretId)
				&& this.secretKey.equals(that.secretKey) && Objects.equals(this.token, that.token);
	}

	@Override
	public int hashCode() {
		return this.secretId.hashCode();
	}

	/**
	 * Tells credentials apart in a log.
	 * @return the first characters of the SecretId, for example {@code AKID…}
	 */
	@Override
	public String toString() {
		// Of a short SecretId, as in tests, never more than half.
		return this.secretId.substring(0, Math.min(SHOWN, this.secretId.length() / 2)) + "…";
	}

}
