package io.github.tencentcloud.resilience.docs;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a recipe has beside Java is what a project of the build runs.
 */
class RecipesTests {

	private static final Path TRACED = Pages.ROOT.resolve("starter/test/src/it/otel-consumer");

	@Test
	void openTelemetry() {
		assertThat(samples("xml")).anyMatch((sample) -> sample.isIn(Pages.read(TRACED.resolve("pom.xml"))));
		assertThat(samples("yaml").stream().map(Pages.Sample::text))
			.contains(Pages.read(TRACED.resolve("src/main/resources/application.yml")));
	}

	private static List<Pages.Sample> samples(String language) {
		return Pages.samples(language)
			.stream()
			.filter((sample) -> sample.place().startsWith("docs/recipes.md:"))
			.toList();
	}

}
