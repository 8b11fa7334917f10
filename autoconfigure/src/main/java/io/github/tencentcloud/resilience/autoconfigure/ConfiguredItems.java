package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.ItemRules;

/**
 * How items are judged: the configuration, on top of the built-in rules. An entry with a
 * path replaces the built-in one; an entry without a path only changes how the items are
 * judged that the built-in one finds.
 */
final class ConfiguredItems {

	private final ItemRules builtIn;

	ConfiguredItems(TencentCloudResilienceProperties properties, Catalogue catalogue) {
		this.builtIn = properties.catalogue().enabled() ? catalogue.items() : ItemRules.empty();
	}

	/** The name of a product that has items without being configured. */
	@Nullable String name(String product) {
		return this.builtIn.name(product);
	}

	/** The rules that are in force for a product, unless an action has its own. */
	Map<String, ItemRule> of(String product) {
		return this.builtIn.of(product);
	}

	@Nullable ItemRule find(String product, String action, @Nullable ItemCodesProperties properties) {
		ItemRule builtIn = this.builtIn.find(product, action);
		if (properties == null) {
			return builtIn;
		}
		if (properties.path() != null) {
			return new ItemRule(ItemPath.of(properties.path()), or(properties.ok(), Set.of()), properties.onFailure());
		}
		Assert.state(builtIn != null, () -> "The items of " + product + "." + action + " have no path");
		return new ItemRule(builtIn.path(), or(properties.ok(), builtIn.ok()), builtIn.words(), properties.onFailure());
	}

	private static Set<String> or(@Nullable Set<String> codes, Set<String> fallback) {
		return (codes != null) ? codes : fallback;
	}

}
