package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import org.springframework.util.StringUtils;

/**
 * Checks the settings of signatures.
 */
final class SigningChecks {

	private static final List<String> LANGUAGES = List.of("zh-CN", "en-US");

	private final ConfigurationProblems problems;

	SigningChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(SigningProperties signing) {
		String language = signing.language();
		PropertyPath path = new PropertyPath(SigningProperties.PREFIX, SigningProperties.PREFIX).key("language");
		if (StringUtils.hasText(language) && !LANGUAGES.contains(language)
				&& !ValueProblems.addPlaceholder(path, language, this.problems)) {
			ValueProblems.addNotOneOf(path, language, LANGUAGES, this.problems);
		}
	}

}
