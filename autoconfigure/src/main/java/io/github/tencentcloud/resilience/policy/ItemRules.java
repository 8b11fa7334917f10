package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Which actions have items inside their successes, by product and action, without regard
 * to case. The rules of a product are made when somebody first asks for them: there are
 * some hundred, and an application calls a few products.
 */
public final class ItemRules {

	private final Map<String, Supplier<Map<String, ItemRule>>> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	/**
	 * Create the rules.
	 * @param products what gives the rules of actions by name, by product
	 */
	public ItemRules(Map<String, Supplier<Map<String, ItemRule>>> products) {
		products.forEach((product, rules) -> this.products.put(product, SingletonSupplier.of(() -> copy(rules.get()))));
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
		Supplier<Map<String, ItemRule>> rules = this.products.get(product);
		return (rules != null) ? rules.get() : Map.of();
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
