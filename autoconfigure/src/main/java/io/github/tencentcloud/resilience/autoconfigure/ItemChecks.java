package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.ItemRule;

/**
 * Checks that settings of items say where the items are.
 */
final class ItemChecks {

	private static final String EXAMPLE = "such as SendStatusSet[].Code or ReportConversionStatus.Code";

	private final ConfigurationProblems problems;

	private final Catalogue catalogue;

	ItemChecks(ConfigurationProblems problems, Catalogue catalogue) {
		this.problems = problems;
		this.catalogue = catalogue;
	}

	void check(TencentCloudResilienceProperties properties) {
		ConfiguredItems items = new ConfiguredItems(properties, this.catalogue);
		properties.products().forEach((product, settings) -> settings.actions().forEach((action, entry) -> {
			ItemCodesProperties itemCodes = entry.itemCodes();
			if (itemCodes != null) {
				PropertyPath path = PropertyPath.ROOT.key("products").name(product).key("actions").name(action);
				ItemRule builtIn = items.of(product).get(action);
				check(path.key("item-codes").key("path"), itemCodes.path(), builtIn);
			}
		}));
	}

	private void check(PropertyPath property, @Nullable String path, @Nullable ItemRule builtIn) {
		if (path == null) {
			if (builtIn == null) {
				this.problems.add(property, "There is no built-in path to the codes of this action's items.",
						"Write one that starts below Response, " + EXAMPLE + ".");
			}
			return;
		}
		if (ValueProblems.addPlaceholder(property, path, this.problems)) {
			return;
		}
		try {
			ItemPath.of(path);
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(property, String.valueOf(ex.getMessage()),
					path.startsWith("Response.") ? "Write '" + path.substring("Response.".length()) + "' instead."
							: "Write names with dots in between and [] after each list, " + EXAMPLE + ".");
			return;
		}
		String known = (builtIn != null) ? builtIn.path().toString() : path;
		if (!path.equals(known) && withoutLists(path).equals(withoutLists(known))) {
			this.problems.add(property, "It would find nothing, since [] stands after lists, and only there.",
					"Write '" + known + "' instead.");
		}
	}

	private static String withoutLists(String path) {
		return path.replace("[]", "");
	}

}
