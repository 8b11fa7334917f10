package io.github.tencentcloud.resilience.policy;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.tencentcloud.resilience.envelope.ItemPath;

/**
 * Turns what the YAML of the catalogue says about items into rules.
 */
final class ItemRulesReader {

	private static final String ITEM_CODES = "item-codes";

	private ItemRulesReader() {
	}

	static ItemRules read(Map<String, Object> document) {
		Map<String, Map<String, ItemRule>> products = new HashMap<>();
		CatalogueReader.section(document, "products").forEach((product, entry) -> {
			Map<String, ItemRule> rules = new HashMap<>();
			CatalogueReader.section(CatalogueReader.map(entry), "actions").forEach((action, settings) -> {
				Map<String, Object> itemCodes = CatalogueReader.section(CatalogueReader.map(settings), ITEM_CODES);
				if (!itemCodes.isEmpty()) {
					rules.put(action, rule(itemCodes));
				}
			});
			products.put(product, rules);
		});
		return new ItemRules(products);
	}

	/** A built-in entry never fails a call: that is for the user to wish. */
	@SuppressWarnings("unchecked")
	private static ItemRule rule(Map<String, Object> entry) {
		Set<String> ok = new LinkedHashSet<>((List<String>) entry.getOrDefault("ok", List.of()));
		return new ItemRule(ItemPath.of(CatalogueReader.string(entry, "path")), ok, OnItemFailure.REPORT);
	}

}
