package io.github.tencentcloud.resilience.policy;

/**
 * Where a rule stands, from the narrowest table to the widest.
 */
public enum RuleTable {

	/** The codes of one action. */
	ACTION,

	/** The codes of one product. */
	PRODUCT,

	/** The codes of all products. */
	GLOBAL,

	/** The reasons: all of a code after its first dot. */
	REASONS,

	/** The words that reasons end in. */
	ENDINGS

}
