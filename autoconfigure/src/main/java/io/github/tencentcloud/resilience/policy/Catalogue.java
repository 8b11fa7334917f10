package io.github.tencentcloud.resilience.policy;

import java.util.Map;

/**
 * The built-in defaults: every policy, which code falls under which, and which actions
 * have items. They are data, in {@code catalogue.yml} beside this class, so that a person
 * can read them too; what is loaded is a flat copy of it.
 *
 * @param policies the built-in policies by name
 * @param rules the built-in rules
 * @param items the built-in rules about items inside successes
 */
public record Catalogue(Map<String, Policy> policies, CodeRules rules, ItemRules items) {

	/**
	 * Create a catalogue that says nothing about items.
	 * @param policies the policies by name
	 * @param rules the rules
	 */
	public Catalogue(Map<String, Policy> policies, CodeRules rules) {
		this(policies, rules, ItemRules.empty());
	}

	/**
	 * Load the catalogue.
	 * @return the catalogue
	 * @throws IllegalStateException if the resource is not what it should be
	 */
	public static Catalogue load() {
		return new CatalogueReader(FlatTree.read("catalogue.yml")).read();
	}

}
