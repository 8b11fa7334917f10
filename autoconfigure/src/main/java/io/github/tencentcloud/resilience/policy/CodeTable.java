package io.github.tencentcloud.resilience.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Rules by key, ignoring case: environment variables lose it, and the vendor spells the
 * same code in several ways.
 */
final class CodeTable {

	private final Map<String, CodeRule> rules;

	CodeTable(Map<String, CodeRule> rules) {
		this.rules = new LinkedCaseInsensitiveMap<>(rules.size(), Locale.ROOT);
		this.rules.putAll(rules);
	}

	@Nullable CodeRule exact(String code) {
		return this.rules.get(code);
	}

	/** The longest dotted prefix that is shorter than the code itself. */
	@Nullable CodeRule prefix(String code) {
		if (this.rules.isEmpty()) {
			return null;
		}
		for (int dot = code.lastIndexOf('.'); dot > 0; dot = code.lastIndexOf('.', dot - 1)) {
			CodeRule rule = this.rules.get(code.substring(0, dot));
			if (rule != null) {
				return rule;
			}
		}
		return null;
	}

	Collection<CodeRule> rules() {
		return Collections.unmodifiableCollection(this.rules.values());
	}

}
