package io.github.tencentcloud.resilience.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README and the Chinese one keep up with the library, and with each other.
 */
class ReadmesTests {

	private static final String README = "README.md";

	private static final String CHINESE = "docs/zh/README.md";

	private static final String TESTING = "docs/testing.md";

	private static final Path CONSUMER = Pages.ROOT.resolve("starter/test/src/it/fake-consumer");

	private static final String CATALOGUE = "autoconfigure/src/main/resources/io/github/tencentcloud/resilience/policy/catalogue.yml";

	@ParameterizedTest
	@ValueSource(strings = { README, CHINESE })
	void nameEachPolicy(String page) {
		assertThat(Pages.code(Pages.ROOT.resolve(page))).containsAll(policies());
	}

	@ParameterizedTest
	@ValueSource(strings = { "xml", "groovy", "json" })
	void haveTheSameFiles(String language) {
		assertThat(samples(README, language)).isNotEmpty().isEqualTo(samples(CHINESE, language));
	}

	/** But for the comments, each in its language. */
	@Test
	void haveTheSameFirstApplication() {
		assertThat(samples(README, "java").get(0)).isEqualTo(samples(CHINESE, "java").get(0));
		assertThat(withoutComments(samples(README, "yaml").get(0)))
			.isEqualTo(withoutComments(samples(CHINESE, "yaml").get(0)));
		List<String> commands = samples(README, "shell").stream().map(ReadmesTests::withoutComments).toList();
		assertThat(commands)
			.containsAll(samples(CHINESE, "shell").stream().map(ReadmesTests::withoutComments).toList());
	}

	/**
	 * The project that the build runs as a stranger would write it: the first
	 * application, and the dependency for its tests.
	 */
	@Test
	void applicationWithTestsIsWhatThePagesSay() {
		String dependency = samples(TESTING, "xml").get(0).indent(4);
		String pom = Pages.read(CONSUMER.resolve("pom.xml"));
		assertThat(pom).containsOnlyOnce(dependency);
		assertThat(pom.replace(dependency, "")).isEqualTo(samples(README, "xml").get(0));
		assertThat(Pages.read(CONSUMER.resolve("src/main/resources/application.yml")))
			.isEqualTo(samples(README, "yaml").get(0));
		assertThat(Pages.read(CONSUMER.resolve("src/main/java/com/example/FirstCall.java")))
			.isEqualTo(samples(README, "java").get(0));
	}

	private static List<String> samples(String page, String language) {
		return Pages.samples(page, language).stream().map(Pages.Sample::text).toList();
	}

	private static String withoutComments(String sample) {
		return sample.replaceAll("(?m)[ ]+#.*$", "");
	}

	/** But for the two that are only what policies of one's own begin with. */
	private static Set<String> policies() {
		Path catalogue = Pages.ROOT.resolve(CATALOGUE);
		Map<String, Map<String, Object>> all = new Yaml().load(Pages.read(catalogue));
		Set<String> policies = new TreeSet<>(all.get("policies").keySet());
		policies.removeAll(Set.of("retry", "circuit-break"));
		return policies;
	}

}
