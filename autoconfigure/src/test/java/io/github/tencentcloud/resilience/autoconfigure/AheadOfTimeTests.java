package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.DecoratingProxy;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prepares the auto-configuration ahead of time, as the build of a native image does.
 */
class AheadOfTimeTests {

	@Test
	void autoConfigurationCanBeProcessed() {
		DefaultGenerationContext generation = process(TencentCloudResilienceAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(TencentCloudResilienceProperties.class))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection().onType(ActionProperties.class))
			.accepts(generation.getRuntimeHints());
	}

	@Test
	void interfacesHaveTheirProxiesAndMethods() throws Exception {
		DefaultGenerationContext generation = process(HttpServiceGroupTests.Two.class);
		assertThat(RuntimeHintsPredicates.proxies()
			.forInterfaces(HttpServiceGroupTests.Sms.class, SpringProxy.class, Advised.class, DecoratingProxy.class))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(
					HttpServiceGroupTests.Sms.class.getDeclaredMethod("sendSms", HttpServiceGroupTests.Page.class)))
			.accepts(generation.getRuntimeHints());
	}

	private static DefaultGenerationContext process(Class<?> configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(configuration);
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("example", "Application")), files);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(Kind.SOURCE)).isNotEmpty();
		return generation;
	}

}
