package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.autoconfigure.CredentialProperties.AccountProperties;

/**
 * Checks that credentials are complete, and that each account that is named exists.
 */
final class CredentialChecks {

	private static final PropertyPath ROOT = new PropertyPath(CredentialProperties.PREFIX, CredentialProperties.PREFIX);

	private static final String SDK = "com.tencentcloudapi.common.provider.CredentialsProvider";

	private final ConfigurationProblems problems;

	CredentialChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(CredentialProperties credentials, @Nullable ClassLoader classLoader) {
		AccountProperties account = credentials.defaultAccount();
		checkPair(ROOT, account);
		credentials.accounts().forEach((name, entry) -> {
			PropertyPath path = ROOT.key("accounts").name(name);
			checkPair(path, entry);
			if (ConfiguredCredentials.isBlank(entry)) {
				this.problems.add(path, "An account without a secret-id and a secret-key cannot sign anything.",
						"Set '%1$s.secret-id' and '%1$s.secret-key', or remove it.".formatted(path));
			}
		});
		if (credentials.fromSdk()) {
			checkSdk(account, classLoader);
		}
	}

	private void checkSdk(AccountProperties account, @Nullable ClassLoader classLoader) {
		PropertyPath path = ROOT.key("from-sdk");
		if (!ClassUtils.isPresent(SDK, classLoader)) {
			this.problems.add(path, "The Tencent Cloud SDK is not on the class path.",
					"Add com.tencentcloudapi:tencentcloud-sdk-java-common, or remove it.");
		}
		if (!ConfiguredCredentials.isBlank(account)) {
			this.problems.add(path,
					"The credentials of the default account are set as well, so it is not clear which ones to use.",
					"Remove it, or remove '%1$s.secret-id', '%1$s.secret-key' and '%1$s.token'.".formatted(ROOT));
		}
	}

	private void checkPair(PropertyPath path, AccountProperties account) {
		boolean placeholder = addPlaceholder(path.key("secret-id"), account.secretId());
		placeholder |= addPlaceholder(path.key("secret-key"), account.secretKey());
		placeholder |= addPlaceholder(path.key("token"), account.token());
		if (!placeholder) {
			checkPair(account, path.key("secret-id").text(), path.key("secret-key").text(),
					(written, reason) -> add(path, written, reason));
		}
		if (!placeholder && !StringUtils.hasText(account.secretId()) && !StringUtils.hasText(account.secretKey())
				&& StringUtils.hasText(account.token())) {
			this.problems.add(path.key("token"), "A token without a secret-id and a secret-key cannot sign anything.",
					"Set '%1$s.secret-id' and '%1$s.secret-key' too, or remove it.".formatted(path));
		}
	}

	private boolean addPlaceholder(PropertyPath path, @Nullable String value) {
		return ValueProblems.addWholePlaceholder(path, value, this.problems);
	}

	private void add(PropertyPath path, boolean id, String missing) {
		this.problems.add(path.key(id ? "secret-id" : "secret-key"),
				"This is only half of a credential: '%s' is not set.".formatted(missing),
				"Set '%s' too, or remove it.".formatted(missing));
	}

	/**
	 * The variables that the vendor's tools read; they do not come from our properties.
	 */
	void checkVariables(AccountProperties variables) {
		checkPair(variables, ConfiguredCredentials.ID_VARIABLE, ConfiguredCredentials.KEY_VARIABLE,
				(id, missing) -> this.problems.addUnknown(
						id ? ConfiguredCredentials.ID_VARIABLE : ConfiguredCredentials.KEY_VARIABLE, null, null,
						"This is only half of a credential: '%s' is not set.".formatted(missing),
						"Set '%s' too, or unset it, or set 'tencentcloud.signing.enabled' to false."
							.formatted(missing)));
	}

	private static void checkPair(AccountProperties account, String id, String key,
			BiConsumer<Boolean, String> problem) {
		boolean hasId = StringUtils.hasText(account.secretId());
		if (hasId != StringUtils.hasText(account.secretKey())) {
			problem.accept(hasId, hasId ? key : id);
		}
	}

	/** The application may name accounts as it likes, but nobody means a placeholder. */
	void checkPlaceholders(TencentCloudResilienceProperties properties) {
		properties.products()
			.forEach((name, product) -> addPlaceholder(PropertyPath.ROOT.key("products").name(name).key("account"),
					product.account()));
	}

	/** An unknown account would make every call of its product fail. */
	void checkAccounts(TencentCloudResilienceProperties properties, Collection<String> accounts) {
		properties.products().forEach((name, product) -> {
			String account = product.account();
			PropertyPath path = PropertyPath.ROOT.key("products").name(name).key("account");
			if (StringUtils.hasText(account) && !addPlaceholder(path, account)
					&& accounts.stream().noneMatch(account.trim()::equalsIgnoreCase)) {
				String nearest = Similarity.nearest(account, accounts);
				this.problems
					.add(path, "There is no such account under '%s.accounts'.".formatted(ROOT), (nearest != null)
							? "Write '" + nearest + "' instead."
							: "Set '%1$s.accounts.%2$s.secret-id' and '%1$s.accounts.%2$s.secret-key', or remove it."
								.formatted(ROOT, account.trim()));
			}
		});
	}

}
