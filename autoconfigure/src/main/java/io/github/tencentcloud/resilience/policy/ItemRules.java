package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Which actions have items inside their successes, by product and action, without regard
 * to case.
 */
public final class ItemRules {

	private final Map<String, Map<String, ItemRule>> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	/**
	 * Create the rules.
	 * @param products the rules of actions by name, by product
	 */
	public ItemRules(Map<String, Map<String, ItemRule>> products) {
		products.forEach((product, actions) -> {
			if (!actions.isEmpty()) {
				Map<String, ItemRule> rules = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
				rules.putAll(actions);
				this.products.put(product, rules);
			}
		});
	}

	/**
	 * Rules without an entry.
	 * @return the rules
	 */
	public static ItemRules empty() {
		return new ItemRules(Map.of());
	}

	/**
	 * The products that have a rule.
	 * @return their names
	 */
	public Set<String> products() {
		return this.products.keySet();
	}

	/**
	 * The rules of a product.
	 * @param product the product
	 * @return the rules by action, empty if there are none
	 */
	public Map<String, ItemRule> of(String product) {
		return this.products.getOrDefault(product, Map.of());
	}

	/**
	 * The rule of an action.
	 * @param product the product
	 * @param action the action
	 * @return the rule, or {@code null} if there is none
	 */
	public @Nullable ItemRule find(String product, String action) {
		return of(product).get(action);
	}

}
