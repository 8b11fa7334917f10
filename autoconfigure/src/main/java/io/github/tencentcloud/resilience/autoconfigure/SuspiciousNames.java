package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Looks for names that are probably mistyped: they start, and never match a call.
 */
final class SuspiciousNames {

	/** Most of what is called like this is a list, but not all of it. */
	private static final Pattern LIST_WITHOUT_BRACKETS = Pattern.compile("(\\w(?:Set|List))(?=\\.|$)");

	private final Suspicions suspicions;

	private final MeantNames names;

	SuspiciousNames(Suspicions suspicions, MeantNames names) {
		this.suspicions = suspicions;
		this.names = names;
	}

	void check(TencentCloudResilienceProperties properties) {
		PropertyPath root = PropertyPath.ROOT;
		codes(root.key("codes"), properties.codes().keySet());
		properties.reasons().keySet().forEach((reason) -> reason(root.key("reasons"), reason));
		properties.endings().keySet().forEach((ending) -> reason(root.key("endings"), ending));
		properties.products().forEach((name, product) -> check(root.key("products").name(name), name, product));
		policies(root.key("policies"), properties);
	}

	/**
	 * A policy of the application's own that it does not use is one that it has
	 * misspelled.
	 */
	private void policies(PropertyPath path, TencentCloudResilienceProperties properties) {
		Set<String> used = used(properties);
		properties.policies().keySet().forEach((name) -> {
			if (!used.contains(RelaxedNames.uniform(name))) {
				this.suspicions.add(path.name(name), "nothing refers to this policy.", this.names.policy(name));
			}
		});
	}

	private static Set<String> used(TencentCloudResilienceProperties properties) {
		List<Map<String, String>> tables = new ArrayList<>(
				List.of(properties.codes(), properties.reasons(), properties.endings()));
		properties.products().values().forEach((product) -> {
			tables.add(product.codes());
			product.actions().values().forEach((action) -> tables.add(action.codes()));
		});
		Set<String> used = new HashSet<>();
		used.add(RelaxedNames.uniform(properties.defaultPolicy()));
		tables.forEach((table) -> table.values().forEach((policy) -> used.add(RelaxedNames.uniform(policy))));
		return used;
	}

	private void check(PropertyPath path, String name, ProductProperties product) {
		codes(path.key("codes"), product.codes().keySet());
		if (product.host() == null) {
			this.suspicions.add(path, "no product is known by this name.", this.names.product(name));
		}
		if (StringUtils.hasText(product.region())) {
			this.suspicions.add(path.key("region"), "no region is known by this name.",
					this.names.region(product.region().trim()));
		}
		product.actions().forEach((action, settings) -> {
			PropertyPath actionPath = path.key("actions").name(action);
			this.suspicions.add(actionPath, "no action is known by this name.", this.names.action(name, action));
			codes(actionPath.key("codes"), settings.codes().keySet());
			if (settings.itemCodes() != null) {
				items(actionPath.key("item-codes").key("path"), settings.itemCodes().path());
			}
		});
	}

	private void items(PropertyPath property, @Nullable String path) {
		if (path != null) {
			String meant = LIST_WITHOUT_BRACKETS.matcher(path).replaceAll("$1[]");
			this.suspicions.add(property, "it finds nothing where there is a list.", meant.equals(path) ? null : meant);
		}
	}

	private void codes(PropertyPath table, Collection<String> codes) {
		codes.forEach((code) -> this.suspicions.add(table.name(code), "no code is known by this name.",
				this.names.code(code)));
	}

	private void reason(PropertyPath table, String reason) {
		this.suspicions.add(table.name(reason), "no reason is known by this name.", this.names.reason(reason));
	}

}
