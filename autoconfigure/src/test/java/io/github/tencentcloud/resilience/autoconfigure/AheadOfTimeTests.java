package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.DecoratingProxy;
import org.springframework.javapoet.ClassName;

import io.github.tencentcloud.resilience.actuate.CodeExplanation;
import io.github.tencentcloud.resilience.actuate.PropertyOrigin;
import io.github.tencentcloud.resilience.actuate.ResilienceReport;
import io.github.tencentcloud.resilience.actuate.SwitchResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prepares the auto-configuration ahead of time, as the build of a native image does.
 */
class AheadOfTimeTests {

	@Test
	void autoConfigurationCanBeProcessed() {
		RuntimeHints hints = process(TencentCloudResilienceAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(TencentCloudResilienceProperties.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(ActionProperties.class)).accepts(hints);
	}

	@Test
	void answersOfTheEndpointCanBeWritten() {
		RuntimeHints hints = process(TencentCloudResilienceAutoConfiguration.class,
				TencentCloudActuatorAutoConfiguration.class);
		for (Class<?> type : List.of(ResilienceReport.class, ResilienceReport.Breaker.class, PropertyOrigin.class,
				CodeExplanation.Rule.class, SwitchResult.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
		}
	}

	@Test
	void interfacesHaveTheirProxiesAndMethods() throws Exception {
		RuntimeHints hints = process(HttpServiceGroupTests.Two.class);
		assertThat(RuntimeHintsPredicates.proxies()
			.forInterfaces(HttpServiceGroupTests.Sms.class, SpringProxy.class, Advised.class, DecoratingProxy.class))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(
					HttpServiceGroupTests.Sms.class.getDeclaredMethod("sendSms", HttpServiceGroupTests.Page.class)))
			.accepts(hints);
	}

	private static RuntimeHints process(Class<?>... configurations) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("management.endpoints.web.exposure.include=tencentcloud").applyTo(context);
		context.register(configurations);
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("example", "Application")), files);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(Kind.SOURCE)).isNotEmpty();
		return generation.getRuntimeHints();
	}

}
