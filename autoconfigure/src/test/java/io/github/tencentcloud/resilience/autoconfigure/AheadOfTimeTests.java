package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prepares the auto-configuration ahead of time, as the build of a native image does.
 */
class AheadOfTimeTests {

	@Test
	void autoConfigurationCanBeProcessed() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(TencentCloudResilienceAutoConfiguration.class);
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("example", "Application")), files);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(Kind.SOURCE)).isNotEmpty();
		assertThat(RuntimeHintsPredicates.reflection().onType(TencentCloudResilienceProperties.class))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection().onType(ActionProperties.class))
			.accepts(generation.getRuntimeHints());
	}

}
