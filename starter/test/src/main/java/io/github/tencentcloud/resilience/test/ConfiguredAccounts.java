package io.github.tencentcloud.resilience.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The accounts in the configuration of a context, as they are when a request comes in.
 */
class ConfiguredAccounts implements Accounts {

	private final ConfigurableEnvironment environment;

	ConfiguredAccounts(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public @Nullable Account find(String secretId) {
		Credentials credentials = Binder.get(this.environment)
			.bindOrCreate("tencentcloud.credentials", Credentials.class);
		return credentials.find(secretId);
	}

	record Credentials(@Nullable String secretId, @Nullable String secretKey, @Nullable String token,
			@DefaultValue Map<String, Credentials> accounts) {

		@Nullable Account find(String secretId) {
			List<Credentials> all = new ArrayList<>(this.accounts.values());
			all.add(this);
			return all.stream()
				.filter((credentials) -> secretId.equals(credentials.secretId))
				.findFirst()
				.map(Credentials::account)
				.orElse(null);
		}

		private Account account() {
			return new Account(Objects.requireNonNullElse(this.secretId, ""),
					Objects.requireNonNullElse(this.secretKey, ""), this.token);
		}

		/** Says nothing that should stay secret. */
		@Override
		public String toString() {
			return "Credentials";
		}

	}

}
