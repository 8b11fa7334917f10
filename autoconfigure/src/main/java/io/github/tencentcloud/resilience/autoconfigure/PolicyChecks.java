package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.Policy;

/**
 * Checks policies, and that tables name only policies that exist.
 */
final class PolicyChecks {

	private static final Pattern ENDING = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

	private final ConfigurationProblems problems;

	private final Catalogue catalogue;

	PolicyChecks(ConfigurationProblems problems, Catalogue catalogue) {
		this.problems = problems;
		this.catalogue = catalogue;
	}

	void check(TencentCloudResilienceProperties properties) {
		PropertyPath root = PropertyPath.ROOT;
		PolicyNames names = new ConfiguredPolicies(properties, this.catalogue).names();
		properties.policies().forEach((name, policy) -> check(root.key("policies").name(name), name, policy, names));
		checkName(root.key("default-policy"), null, properties.defaultPolicy(), names);
		checkCodes(root.key("codes"), properties.codes(), names);
		checkTable(root.key("reasons"), properties.reasons(), names);
		properties.reasons().keySet().forEach((reason) -> checkReason(root.key("reasons").name(reason), reason));
		checkTable(root.key("endings"), properties.endings(), names);
		properties.endings().keySet().forEach((ending) -> checkEnding(root.key("endings").name(ending), ending));
		properties.products().forEach((product, settings) -> {
			PropertyPath path = root.key("products").name(product);
			checkCodes(path.key("codes"), settings.codes(), names);
			settings.actions()
				.forEach((action, rules) -> checkCodes(path.key("actions").name(action).key("codes"), rules.codes(),
						names));
		});
	}

	private void checkTable(PropertyPath path, Map<String, String> table, PolicyNames names) {
		table.forEach((code, policy) -> checkName(path.name(code), code, policy, names));
	}

	private void checkCodes(PropertyPath path, Map<String, String> table, PolicyNames names) {
		checkTable(path, table, names);
		table.keySet().forEach((code) -> checkWildcard(path.name(code), code));
	}

	private void checkWildcard(PropertyPath path, String code) {
		int wildcard = code.indexOf('*');
		if (wildcard >= 0) {
			String prefix = StringUtils.trimTrailingCharacter(code.substring(0, wildcard), '.');
			this.problems.add(path, "No code is called like this.", prefix.isEmpty() ? "Write a code without wildcards."
					: "Write '" + prefix + "' instead, which is also for what follows it after a dot.");
		}
	}

	private void checkReason(PropertyPath path, String reason) {
		if (reason.indexOf('*') >= 0) {
			this.problems.add(path, "No reason is called like this.",
					"Write the whole reason without wildcards. For all that end alike there is '"
							+ PropertyPath.ROOT.key("endings") + "'.");
		}
	}

	private void checkEnding(PropertyPath path, String ending) {
		if (!ENDING.matcher(ending).matches()) {
			this.problems.add(path, "No reason ends like this.",
					"Write whole words without wildcards, such as RateLimitExceeded.");
		}
	}

	/** A policy where a code should be, and the other way round, is one mistake. */
	private void checkName(PropertyPath path, @Nullable String code, String policy, PolicyNames names) {
		if (names.find(policy) != null || ValueProblems.addPlaceholder(path, policy, this.problems)) {
			return;
		}
		if (code != null && names.find(code) != null) {
			this.problems.add(path, "This is the name of a policy, which stands behind its code.",
					"Write '" + policy + ": " + code + "' instead.");
			return;
		}
		String nearest = Similarity.nearest(policy, names.all());
		String all = "The policies are " + String.join(", ", new TreeSet<>(names.all())) + ".";
		this.problems.add(path, "There is no policy with this name.",
				(nearest != null) ? "Write '" + nearest + "' instead. " + all : all);
	}

	private void check(PropertyPath path, String name, PolicyProperties policy, PolicyNames names) {
		Policy builtIn = this.catalogue.policies().get(names.find(name));
		if (builtIn == null && policy.decision() == null) {
			String nearest = Similarity.nearest(name, this.catalogue.policies().keySet());
			this.problems.add(path.key("decision"), "A policy that is not built in must say what to do.",
					"Write one of " + String.join(", ", ValueProblems.values(Decision.class)) + "."
							+ ((nearest != null) ? " Or did you mean the policy '" + nearest + "'?" : ""));
		}
		if (policy.maxRetries() != null && policy.maxRetries() < 0) {
			this.problems.add(path.key("max-retries"), "It must not be negative.", "Write 0 to repeat nothing.");
		}
		if (policy.multiplier() != null && !(policy.multiplier() >= 1)) {
			this.problems.add(path.key("multiplier"), "Waits must not become shorter.",
					"Write 1 for waits that stay the same, or more.");
		}
		notNegative(path.key("delay"), policy.delay());
		notNegative(path.key("jitter"), policy.jitter());
		checkMaxDelay(path.key("max-delay"), policy, builtIn);
	}

	private void checkMaxDelay(PropertyPath path, PolicyProperties policy, @Nullable Policy builtIn) {
		Duration maxDelay = policy.maxDelay();
		if (maxDelay == null) {
			return;
		}
		if (maxDelay.isNegative()) {
			notNegative(path, maxDelay);
			return;
		}
		Duration delay = (policy.delay() != null || builtIn == null) ? policy.delay() : builtIn.delay();
		if (delay != null && maxDelay.compareTo(delay) < 0) {
			this.problems.add(path, "This is shorter than the delay, which is " + delay.toMillis() + "ms.",
					"Write at least " + delay.toMillis() + "ms, or a shorter delay.");
		}
	}

	private void notNegative(PropertyPath path, @Nullable Duration duration) {
		if (duration != null && duration.isNegative()) {
			this.problems.add(path, "A wait must not be negative.", "Write 0 for no wait.");
		}
	}

}
