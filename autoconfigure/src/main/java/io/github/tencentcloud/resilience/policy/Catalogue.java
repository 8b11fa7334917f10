package io.github.tencentcloud.resilience.policy;

import java.util.Map;

/**
 * The built-in defaults: all policies, which code falls under which of them, and which
 * actions have items. They are data, in {@code catalogue.yml} next to this class, so that
 * people can read them too; what is loaded is a flat copy of that file.
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
	 * @throws IllegalStateException if the resource is missing or malformed
	 */
	public static Catalogue load() {
		return of(FlatTree.read("catalogue.yml"));
	}

	static Catalogue of(Map<String, Object> document) {
		CatalogueReader reader = new CatalogueReader(document);
		return new Catalogue(reader.policies(), reader.rules(), ItemRulesReader.read(document));
	}

}
