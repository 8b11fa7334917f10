package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys below {@code tencentcloud.credentials}, so that a mistyped one is found. The
 * values are never kept.
 *
 * @param secretId Id of the key pair.
 * @param secretKey Secret of the key pair.
 * @param token Token of a temporary key pair.
 * @param accounts Further key pairs by account.
 */
record CredentialKeys(@Nullable String secretId, @Nullable String secretKey, @Nullable String token,
		@DefaultValue Map<String, AccountKeys> accounts) {

	/**
	 * The keys of an account.
	 *
	 * @param secretId Id of the key pair.
	 * @param secretKey Secret of the key pair.
	 * @param token Token of a temporary key pair.
	 */
	record AccountKeys(@Nullable String secretId, @Nullable String secretKey, @Nullable String token) {

	}

	@Override
	public String toString() {
		return "CredentialKeys";
	}

}
