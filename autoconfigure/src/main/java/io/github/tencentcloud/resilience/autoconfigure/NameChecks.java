package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.ApiNames;
import io.github.tencentcloud.resilience.ApiVersion;

/**
 * Checks the names that requests carry. The server knows no wrong one, and would say so
 * for each call.
 */
final class NameChecks {

	private static final String FIRST_VERSION = "Write the date of the API's version, such as 2017-03-12.";

	private static final String ANY_REGION = "Write a region, such as ap-guangzhou.";

	private final ConfigurationProblems problems;

	NameChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(TencentCloudResilienceProperties properties) {
		properties.products().forEach((name, product) -> {
			PropertyPath path = PropertyPath.ROOT.key("products").name(name);
			if (product.host() == null) {
				product(path, name);
			}
			product.actions().keySet().forEach((action) -> action(path.key("actions").name(action), action));
			version(path.key("version"), product.version());
			region(path.key("region"), product.region());
		});
		String keyPrefix = properties.rateLimit().redis().keyPrefix();
		ValueProblems.addPlaceholder(PropertyPath.ROOT.key("rate-limit").key("redis").key("key-prefix"), keyPrefix,
				this.problems);
	}

	/** With a host of its own, a product may be called anything. */
	private void product(PropertyPath path, String name) {
		String meant = DottedName.product(name);
		if (meant != null) {
			this.problems.addGroup(path, path, "This is not the name of a product, but its host.",
					"Write '" + meant + "' instead.");
		}
	}

	private void action(PropertyPath path, String name) {
		if (!ApiNames.isAction(name)) {
			String meant = DottedName.action(name);
			this.problems.addGroup(path, path, "No action has such a name.", (meant != null && ApiNames.isAction(meant))
					? "Write '" + meant + "' instead." : "Write the name of an action, such as DescribeInstances.");
		}
	}

	private void version(PropertyPath path, @Nullable String version) {
		if (StringUtils.hasText(version) && ApiVersion.of(version) == null
				&& !ValueProblems.addPlaceholder(path, version, this.problems)) {
			add(path, "This is not a version, which is a date.", ApiVersion.meant(version), FIRST_VERSION);
		}
	}

	private void region(PropertyPath path, @Nullable String region) {
		if (StringUtils.hasText(region) && !ApiNames.isRegion(region.trim())
				&& !ValueProblems.addPlaceholder(path, region, this.problems)) {
			add(path, "This is not a region.", ApiNames.regionMeant(region), ANY_REGION);
		}
	}

	private void add(PropertyPath path, String reason, @Nullable String meant, String otherwise) {
		this.problems.add(path, reason, (meant != null) ? "Write '" + meant + "' instead." : otherwise);
	}

}
