package io.github.tencentcloud.resilience.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each link and each picture of a page leads to a file that there is, and to a heading
 * that it has. Links to other sites are not followed.
 */
class LinksTests {

	private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");

	private static final Pattern ELSEWHERE = Pattern.compile("https?:.*|mailto:.*");

	static List<Path> pages() {
		return Pages.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void leadSomewhere(Path page) {
		for (MatchResult match : LINK.matcher(Pages.prose(page)).results().toList()) {
			String link = (match.group(1) != null) ? match.group(1) : match.group(2);
			if (!ELSEWHERE.matcher(link).matches()) {
				follow(page, link);
			}
		}
	}

	private static void follow(Path page, String link) {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
		assertThat(target).as(link).startsWith(Pages.ROOT).matches(Files::exists, "exists");
		if (parts.length > 1) {
			assertThat(Pages.anchors(target)).as(link).contains(parts[1]);
		}
	}

}
