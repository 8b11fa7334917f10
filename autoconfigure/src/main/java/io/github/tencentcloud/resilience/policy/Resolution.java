package io.github.tencentcloud.resilience.policy;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.Decision;

/**
 * What the tables say about a code.
 *
 * @param code the code that was asked for
 * @param policy the policy in force
 * @param rule the rule that decided, or {@code null} if no table knows the code
 * @param source who wrote that rule
 * @param table where the rule stands, or {@code null} if no table knows the code
 */
public record Resolution(String code, Policy policy, @Nullable CodeRule rule, Source source,
		@Nullable RuleTable table) {

	/** The resolution of a success, for which no table is consulted. */
	public static final Resolution NONE = new Resolution(ClientErrors.OK, Policy.of(Policy.NONE, Decision.FAIL));

	/**
	 * Create the resolution of a code that no table knows.
	 * @param code the code that was asked for
	 * @param policy the policy in force
	 */
	Resolution(String code, Policy policy) {
		this(code, policy, null, Source.DEFAULT, null);
	}

	/**
	 * Who wrote the rule that decided.
	 */
	public enum Source {

		/** The user, in the application's configuration. */
		USER,

		/** The built-in catalogue. */
		CATALOGUE,

		/** Nobody: the default policy is in force. */
		DEFAULT

	}

}
