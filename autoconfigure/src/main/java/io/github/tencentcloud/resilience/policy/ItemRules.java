package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Memo;

/**
 * Which actions have items inside their successes, by product and action, ignoring case.
 * The rules of a product are made on first use: there are about a hundred products, and
 * an application calls only a few.
 */
public final class ItemRules {

	/** Each name as its own value, to find it whatever its case. */
	private final Map<String, String> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Memo<String, Map<String, ItemRule>> rules;

	/**
	 * Create the rules.
	 * @param products the products that have a rule
	 * @param rules gives the rules of such a product, by the names of actions
	 */
	public ItemRules(Set<String> products, Function<String, Map<String, ItemRule>> rules) {
		for (String product : products) {
			this.products.put(product, product);
		}
		this.rules = new Memo<>((product) -> copy(rules.apply(product)));
	}

	private static Map<String, ItemRule> copy(Map<String, ItemRule> rules) {
		Map<String, ItemRule> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		copy.putAll(rules);
		return copy;
	}

	/**
	 * Rules without an entry.
	 * @return the rules
	 */
	public static ItemRules empty() {
		return new ItemRules(Set.of(), (product) -> Map.of());
	}

	/**
	 * The products that have a rule.
	 * @return their names
	 */
	public Set<String> products() {
		return this.products.keySet();
	}

	/**
	 * The name of a product as it is spelled here.
	 * @param product the name in any case
	 * @return the name, or {@code null} if the product has no rule
	 */
	public @Nullable String name(String product) {
		return this.products.get(product);
	}

	/**
	 * The rules of a product.
	 * @param product the product
	 * @return the rules by action, empty if there are none
	 */
	public Map<String, ItemRule> of(String product) {
		String name = name(product);
		return (name != null) ? this.rules.get(name) : Map.of();
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
