package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Properties of credentials. Bound where they are needed and never a bean, so that no
 * endpoint and no injection point can reach them.
 *
 * @param secretId SecretId that signs requests.
 * @param secretKey SecretKey that belongs to the SecretId.
 * @param token Token of temporary credentials.
 * @param fromSdk Whether the Tencent Cloud SDK finds the credentials: a
 * CredentialsProvider bean of it, or its default chain.
 * @param accounts Credentials of further accounts by name.
 */
@ConfigurationProperties(CredentialProperties.PREFIX)
record CredentialProperties(@Nullable String secretId, @Nullable String secretKey, @Nullable String token,
		@DefaultValue("false") boolean fromSdk, @DefaultValue Map<String, AccountProperties> accounts) {

	static final String PREFIX = "tencentcloud.credentials";

	private static final CredentialProperties NONE = new CredentialProperties(null, null, null, false, Map.of());

	CredentialProperties {
		accounts = RelaxedNames.withoutTwins(accounts);
	}

	/** What cannot be bound is left out here, and rejected by the check. */
	static CredentialProperties of(ConfigurableEnvironment environment) {
		return WrittenProperties.below(PREFIX, environment)
				? new LenientBinding().bind(Binder.get(environment), PREFIX, CredentialProperties.class) : NONE;
	}

	/** The credentials of calls that name no account. */
	AccountProperties defaultAccount() {
		return new AccountProperties(this.secretId, this.secretKey, this.token);
	}

	@Override
	public String toString() {
		return "CredentialProperties";
	}

	/**
	 * Credentials of one account.
	 *
	 * @param secretId SecretId that signs requests.
	 * @param secretKey SecretKey that belongs to the SecretId.
	 * @param token Token of temporary credentials.
	 */
	record AccountProperties(@Nullable String secretId, @Nullable String secretKey, @Nullable String token) {

		@Override
		public String toString() {
			return "AccountProperties";
		}

	}

}
