package io.github.tencentcloud.resilience.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;

/**
 * Rules by key, ignoring case: environment variables lose it, and the vendor spells the
 * same code in several ways.
 */
final class CodeTable {

	/** By key in lower case. */
	private final Map<String, CodeRule> rules;

	CodeTable(Map<String, CodeRule> rules) {
		this.rules = CollectionUtils.newLinkedHashMap(rules.size());
		rules.forEach((key, rule) -> this.rules.put(key.toLowerCase(Locale.ROOT), rule));
	}

	@Nullable CodeRule exact(String code) {
		return this.rules.get(code.toLowerCase(Locale.ROOT));
	}

	/** The longest dotted prefix that is shorter than the code itself. */
	@Nullable CodeRule prefix(String code) {
		if (this.rules.isEmpty()) {
			return null;
		}
		String key = code.toLowerCase(Locale.ROOT);
		for (int dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
			CodeRule rule = this.rules.get(key.substring(0, dot));
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
