package io.github.tencentcloud.resilience.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pages say to put into a build is there, and in the version that is built.
 */
class NamedVersionsTests {

	/** In a POM, in a Gradle file, and in the line of the log at the start. */
	private static final String OURS = "tencentcloud-resilience[\\w-]*(?:</artifactId>\\s*<version>|:| )(\\d[\\w-]*(?:\\.\\w[\\w-]*)*)";

	private static final String PARENT = "spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)</version>";

	private static final String PLUGIN = "org\\.springframework\\.boot' version '([^']+)'";

	static List<Path> pages() {
		return Pages.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void oursAreThoseOfTheBuild(Path page) {
		assertThat(all(page, OURS)).allSatisfy((version) -> assertThat(version)
			.isEqualTo(all(Pages.ROOT.resolve("pom.xml"), "<version>([^<]+)</version>").get(0)));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void artifactsExist(Path page) {
		List<String> artifacts = Stream.of("autoconfigure", "starter", "starter/test")
			.map((module) -> Pages.ROOT.resolve(module).resolve("pom.xml"))
			.flatMap((pom) -> all(pom, "</parent>\\s*<artifactId>([^<]+)</artifactId>").stream())
			.toList();
		assertThat(all(page, "(tencentcloud-resilience-spring-boot[\\w-]*)")).isSubsetOf(artifacts);
	}

	/** Else nothing would be looked at above. */
	@ParameterizedTest
	@ValueSource(strings = { "README.md", "docs/zh/README.md", "docs/testing.md" })
	void areNamedForMavenAndGradle(String page) {
		assertThat(all(Pages.ROOT.resolve(page), OURS)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "docs/zh/README.md" })
	void springBootIsThatOfTheBuild(String page) {
		for (String pattern : List.of(PARENT, PLUGIN)) {
			assertThat(all(Pages.ROOT.resolve(page), pattern)).isNotEmpty()
				.containsOnly(SpringBootVersion.getVersion());
		}
	}

	private static List<String> all(Path file, String pattern) {
		return Pattern.compile(pattern).matcher(Pages.read(file)).results().map((match) -> match.group(1)).toList();
	}

}
