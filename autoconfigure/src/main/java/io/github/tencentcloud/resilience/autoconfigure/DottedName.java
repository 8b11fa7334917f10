package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What is meant by a name with dots in it. In brackets it would be a name, but no action
 * has a dot, and no product is called like its host.
 */
final class DottedName {

	private static final String HOST = ".tencentcloudapi.";

	private static final Pattern IN_BRACKETS = Pattern.compile("(?<=^|\\.)(products|actions|policies)\\.\\[([^]]+)]");

	private DottedName() {
	}

	/** The key to write instead of one with a name in brackets, which may be the same. */
	static KeySuggestion meant(KeySuggestion suggestion) {
		return new KeySuggestion(IN_BRACKETS.matcher(suggestion.key()).replaceAll(DottedName::replacement),
				suggestion.errors());
	}

	private static String replacement(MatchResult match) {
		String name = match.group(2);
		String meant = switch (match.group(1)) {
			case "products" -> product(name);
			case "actions" -> action(name);
			default -> name.replace('.', '-');
		};
		return Matcher.quoteReplacement((meant != null) ? match.group(1) + "." + meant : match.group());
	}

	/** The product whose host this is, or {@code null} if it is none. */
	static @Nullable String product(String name) {
		return (name.toLowerCase(Locale.ROOT) + ".").contains(HOST) ? name.substring(0, name.indexOf('.')) : null;
	}

	/** The action, without the product before it. */
	static @Nullable String action(String name) {
		int dot = name.lastIndexOf('.');
		return (dot >= 0) ? name.substring(dot + 1) : null;
	}

}
