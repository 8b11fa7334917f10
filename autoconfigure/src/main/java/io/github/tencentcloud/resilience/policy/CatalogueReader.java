package io.github.tencentcloud.resilience.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

import io.github.tencentcloud.resilience.Decision;

/**
 * Turns the YAML of the catalogue into policies and rules.
 */
final class CatalogueReader {

	private final Map<String, Object> document;

	CatalogueReader(Map<String, Object> document) {
		this.document = document;
	}

	Map<String, Policy> policies() {
		Map<String, Policy> policies = new LinkedHashMap<>();
		section(this.document, "policies").forEach((name, entry) -> policies.put(name, policy(name, map(entry))));
		return Map.copyOf(policies);
	}

	CodeRules rules() {
		Map<String, CodeRules.ProductRules> products = new LinkedHashMap<>();
		section(this.document, "products").forEach((name, entry) -> products.put(name, product(map(entry))));
		return new CodeRules(rules(this.document, "codes"), rules(this.document, "reasons"),
				rules(this.document, "endings"), products);
	}

	private static CodeRules.ProductRules product(Map<String, Object> product) {
		Map<String, Map<String, CodeRule>> actions = new LinkedHashMap<>();
		section(product, "actions").forEach((name, action) -> actions.put(name, rules(map(action), "codes")));
		return new CodeRules.ProductRules(rules(product, "codes"), actions);
	}

	/**
	 * Entries of the same kind share a policy and a reason why; {@code match} lists their
	 * keys.
	 */
	private static Map<String, CodeRule> rules(Map<String, Object> section, String name) {
		Map<String, CodeRule> rules = new LinkedHashMap<>();
		for (Map<String, Object> entry : entries(section, name)) {
			String policy = string(entry, "policy");
			String why = string(entry, "why");
			for (String key : words(entry, "match")) {
				if (rules.put(key, new CodeRule(key, policy, why)) != null) {
					throw new IllegalStateException("The catalogue has '" + key + "' twice in one table");
				}
			}
		}
		return rules;
	}

	private static Policy policy(String name, Map<String, Object> entry) {
		Decision decision = constant(Decision.class, string(entry, "decision"));
		PolicySettings settings = new PolicySettings(decision, value(entry, "max-retries", Integer::valueOf),
				value(entry, "delay", DurationFormatterUtils::detectAndParse),
				value(entry, "multiplier", Double::valueOf),
				value(entry, "jitter", DurationFormatterUtils::detectAndParse),
				value(entry, "max-delay", DurationFormatterUtils::detectAndParse),
				value(entry, "only-idempotent", Boolean::valueOf),
				value(entry, "before-retry", (value) -> constant(BeforeRetry.class, value)), string(entry, "why"));
		return settings.over(name, Policy.of(name, decision));
	}

	private static <T> @Nullable T value(Map<String, Object> entry, String key, Function<String, T> converter) {
		Object value = entry.get(key);
		return (value != null) ? converter.apply(value.toString()) : null;
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String value) {
		return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	static String string(Map<String, Object> entry, String key) {
		Object value = entry.get(key);
		if (value == null) {
			throw new IllegalStateException("The catalogue has no '" + key + "' in " + entry);
		}
		return value.toString();
	}

	static String[] words(Map<String, Object> entry, String key) {
		return string(entry, key).split(" ");
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> entries(Map<String, Object> section, String key) {
		return (List<Map<String, Object>>) section.getOrDefault(key, List.of());
	}

	static Map<String, Object> section(Map<String, Object> entry, String key) {
		return entry.containsKey(key) ? map(entry.get(key)) : Map.of();
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(@Nullable Object value) {
		return (value != null) ? (Map<String, Object>) value : Map.of();
	}

}
