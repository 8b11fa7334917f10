package io.github.tencentcloud.resilience.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is decided about a code, and why.
 *
 * @param code the code that was asked for
 * @param product the product that was asked for, or {@code none}
 * @param action the action that was asked for, or {@code none}
 * @param rule the rule that decides, or {@code null} if no table knows the code
 * @param builtIn the rule of the built-in catalogue that the application's own has
 * replaced, or {@code null}
 * @param policy the policy in force, or {@code null} if the code is that of a success
 * @param read what happens after an attempt that is safe to repeat
 * @param write what happens after any other attempt
 * @param actionIs which of the two the action is, or {@code null} if no action was given
 * @param similar known codes that look like this one, if no table knows it
 */
public record CodeExplanation(String code, String product, String action, @Nullable Rule rule, @Nullable Rule builtIn,
		ResilienceReport.@Nullable PolicyInForce policy, String read, String write, @Nullable String actionIs,
		List<String> similar) {

	/**
	 * A rule.
	 *
	 * @param key the code, dotted prefix or reason that it is for
	 * @param policy the policy that it names
	 * @param table {@code action}, {@code product}, {@code global} or {@code reasons}; or
	 * {@code null} for a rule that does not decide
	 * @param source {@code user} or {@code catalogue}
	 * @param why one line of explanation, or {@code null} for a rule of the application's
	 * own
	 * @param property where the application has it, or {@code null} if it is not the
	 * application's
	 */
	public record Rule(String key, String policy, @Nullable String table, String source, @Nullable String why,
			@Nullable PropertyOrigin property) {

	}

}
