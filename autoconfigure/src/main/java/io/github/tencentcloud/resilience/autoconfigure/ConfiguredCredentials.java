package io.github.tencentcloud.resilience.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.autoconfigure.CredentialProperties.AccountProperties;
import io.github.tencentcloud.resilience.signing.StaticCredentialsProvider;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

/**
 * The credentials in the properties and, where those do not name the default account, in
 * the environment variables that the vendor's own tools read. The two are never mixed,
 * since an id and a key from different places seldom belong together.
 */
final class ConfiguredCredentials {

	static final String ID_VARIABLE = "TENCENTCLOUD_SECRET_ID";

	static final String KEY_VARIABLE = "TENCENTCLOUD_SECRET_KEY";

	static final String TOKEN_VARIABLE = "TENCENTCLOUD_TOKEN";

	private final @Nullable TencentCloudCredentials defaultAccount;

	private final Map<String, TencentCloudCredentials> accounts = new HashMap<>();

	private ConfiguredCredentials(CredentialProperties properties, AccountProperties variables) {
		AccountProperties account = properties.defaultAccount();
		this.defaultAccount = credentials(isBlank(account) ? variables : account);
		properties.accounts().forEach((name, entry) -> {
			TencentCloudCredentials credentials = credentials(entry);
			if (credentials != null) {
				this.accounts.put(name, credentials);
			}
		});
	}

	static ConfiguredCredentials of(ConfigurableEnvironment environment) {
		return new ConfiguredCredentials(CredentialProperties.of(environment), variables(environment));
	}

	static AccountProperties variables(ConfigurableEnvironment environment) {
		return new AccountProperties(environment.getProperty(ID_VARIABLE), environment.getProperty(KEY_VARIABLE),
				environment.getProperty(TOKEN_VARIABLE));
	}

	static boolean isBlank(AccountProperties account) {
		return !StringUtils.hasText(account.secretId()) && !StringUtils.hasText(account.secretKey())
				&& !StringUtils.hasText(account.token());
	}

	/** Half a credential is none: the check of the configuration has refused it. */
	private static @Nullable TencentCloudCredentials credentials(AccountProperties account) {
		String id = account.secretId();
		String key = account.secretKey();
		return (StringUtils.hasText(id) && StringUtils.hasText(key))
				? TencentCloudCredentials.of(id, key, account.token()) : null;
	}

	Map<String, TencentCloudCredentials> accounts() {
		return this.accounts;
	}

	StaticCredentialsProvider provider() {
		return new StaticCredentialsProvider(this.defaultAccount, this.accounts);
	}

	boolean isEmpty() {
		return this.defaultAccount == null && this.accounts.isEmpty();
	}

	/** All values that must never be shown, wherever they come from. */
	Stream<String> secrets() {
		return Stream.concat(Stream.ofNullable(this.defaultAccount), this.accounts.values().stream())
			.flatMap((credentials) -> Stream.concat(Stream.of(credentials.getSecretId(), credentials.getSecretKey()),
					Stream.ofNullable(credentials.getToken())));
	}

}
