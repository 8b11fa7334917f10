package io.github.tencentcloud.resilience.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.github.tencentcloud.resilience.envelope.ItemPath;

/**
 * Turns the items section of the catalogue's YAML into rules. Each entry is about one
 * path, and names the actions that have it.
 */
final class ItemRulesReader {

	private static final String ITEM_CODES = "item-codes";

	private ItemRulesReader() {
	}

	static ItemRules read(Map<String, Object> document) {
		Map<String, Object> products = new HashMap<>(CatalogueReader.section(document, "products"));
		products.values().removeIf((product) -> !CatalogueReader.map(product).containsKey(ITEM_CODES));
		return new ItemRules(products.keySet(), (product) -> rules(CatalogueReader.map(products.get(product))));
	}

	private static Map<String, ItemRule> rules(Map<String, Object> product) {
		Map<String, ItemRule> rules = new HashMap<>();
		for (Map<String, Object> entry : CatalogueReader.entries(product, ITEM_CODES)) {
			ItemRule rule = rule(entry);
			for (String action : CatalogueReader.words(entry, "actions")) {
				if (rules.put(action, rule) != null) {
					throw new IllegalStateException("The catalogue has the items of '" + action + "' twice");
				}
			}
		}
		return rules;
	}

	/** A built-in entry never fails a call: only the user may ask for that. */
	private static ItemRule rule(Map<String, Object> entry) {
		Set<String> ok = entry.containsKey("ok") ? Set.of(CatalogueReader.words(entry, "ok")) : Set.of();
		boolean words = Boolean.parseBoolean(String.valueOf(entry.get("words")));
		return new ItemRule(ItemPath.of(CatalogueReader.string(entry, "path")), ok, words, ItemFailureHandling.REPORT);
	}

}
