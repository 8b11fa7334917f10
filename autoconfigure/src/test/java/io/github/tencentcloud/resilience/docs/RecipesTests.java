package io.github.tencentcloud.resilience.docs;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a recipe has beside Java is what a project of the build runs.
 */
class RecipesTests {

	private static final String PAGE = "docs/recipes.md";

	private static final Path TRACED = Pages.ROOT.resolve("starter/test/src/it/otel-consumer");

	@Test
	void openTelemetry() {
		assertThat(Pages.samples(PAGE, "xml")).anyMatch((sample) -> sample.isIn(Pages.read(TRACED.resolve("pom.xml"))));
		assertThat(Pages.samples(PAGE, "yaml").stream().map(Pages.Sample::text))
			.contains(Pages.read(TRACED.resolve("src/main/resources/application.yml")));
	}

}
