package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Knows which properties hold credentials: those whose names say so, in any spelling, and
 * those that a credential was taken from or that repeat it, such as the command line in
 * {@code sun.java.command}.
 */
final class CredentialMask {

	private static final List<String> NAMES = List.of("tencentcloudcredentials", "tencentcloudsecret",
			"tencentcloudtoken", "tencentcloudsecuritytoken");

	/** Anything shorter is a placeholder in a test, and may occur anywhere by chance. */
	private static final int SHORTEST = 8;

	private final List<String> secrets;

	CredentialMask(List<String> secrets) {
		this.secrets = secrets.stream().filter((secret) -> secret.length() >= SHORTEST).toList();
	}

	boolean covers(String key, @Nullable Object value) {
		String name = RelaxedNames.uniform(key);
		if (NAMES.stream().anyMatch(name::startsWith)) {
			return true;
		}
		String text = String.valueOf(value);
		return this.secrets.stream().anyMatch(text::contains);
	}

}
