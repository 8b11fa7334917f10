package io.github.tencentcloud.resilience.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.PolicySettings;

/**
 * Policies and tables as configured, on top of the built-in ones.
 */
final class ConfiguredPolicies {

	private final TencentCloudResilienceProperties properties;

	private final Catalogue catalogue;

	private final PolicyNames names;

	ConfiguredPolicies(TencentCloudResilienceProperties properties, Catalogue catalogue) {
		this.properties = properties;
		this.catalogue = catalogue;
		this.names = new PolicyNames(catalogue.policies().keySet(), properties.policies().keySet());
	}

	PolicyNames names() {
		return this.names;
	}

	PolicyResolver resolver() {
		CodeRules builtIn = this.properties.catalogue().enabled() ? this.catalogue.rules() : CodeRules.empty();
		return new PolicyResolver(rules(), builtIn, policies(), name(this.properties.defaultPolicy()));
	}

	private Map<String, Policy> policies() {
		Map<String, Policy> policies = new LinkedHashMap<>(this.catalogue.policies());
		this.properties.policies().forEach((key, policy) -> {
			String name = name(key);
			PolicySettings settings = policy.settings();
			policies.put(name, settings.over(name, base(name, settings)));
		});
		return policies;
	}

	/**
	 * What the user's settings are applied to: the built-in policy of the same name,
	 * unless there is none or its decision differs. Then it is the policy that is named
	 * after the decision, so that whatever is not configured is safe for that decision.
	 */
	private Policy base(String name, PolicySettings settings) {
		@Nullable Policy builtIn = this.catalogue.policies().get(name);
		Decision decision = settings.decision();
		if (builtIn != null && (decision == null || decision == builtIn.decision())) {
			return builtIn;
		}
		@Nullable Policy base = (decision != null) ? this.catalogue.policies().get(decision.value()) : null;
		Assert.state(base != null, () -> "Policy '" + name + "' has no decision");
		return base;
	}

	private CodeRules rules() {
		Map<String, CodeRules.ProductRules> products = new LinkedHashMap<>();
		this.properties.products().forEach((name, product) -> products.put(name, product(product)));
		return new CodeRules(rules(this.properties.codes()), rules(this.properties.reasons()),
				rules(this.properties.endings()), products);
	}

	private CodeRules.ProductRules product(ProductProperties product) {
		Map<String, Map<String, CodeRule>> actions = new LinkedHashMap<>();
		product.actions().forEach((name, action) -> actions.put(name, rules(action.codes())));
		return new CodeRules.ProductRules(rules(product.codes()), actions);
	}

	private Map<String, CodeRule> rules(Map<String, String> table) {
		Map<String, CodeRule> rules = new LinkedHashMap<>();
		table.forEach((code, policy) -> rules.put(code, new CodeRule(code, name(policy), null)));
		return rules;
	}

	private String name(String policy) {
		String name = this.names.find(policy);
		return (name != null) ? name : policy;
	}

}
