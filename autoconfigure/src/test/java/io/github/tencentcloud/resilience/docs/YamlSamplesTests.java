package io.github.tencentcloud.resilience.docs;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every YAML sample of the README and of {@code docs/} starts an application. Since
 * unknown keys stop the start-up, a sample cannot name a property that does not exist.
 * There is a connection to Redis, as {@code spring-boot-starter-data-redis} would make
 * it, but no server behind it.
 */
@Tag("integration")
class YamlSamplesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
		.withPropertyValues("TENCENTCLOUD_SECRET_ID=AKIDexample", "TENCENTCLOUD_SECRET_KEY=example");

	static List<Pages.Sample> samples() {
		return Pages.samples("yaml");
	}

	@Test
	void thereAreSamples() {
		assertThat(samples()).hasSizeGreaterThan(8);
	}

	@ParameterizedTest
	@MethodSource("samples")
	void startsAnApplication(Pages.Sample sample) {
		this.runner
			.withInitializer((context) -> load(sample)
				.forEach((source) -> context.getEnvironment().getPropertySources().addFirst(source)))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TencentCloudResilienceFilter.class));
	}

	private static List<PropertySource<?>> load(Pages.Sample sample) {
		try {
			return new YamlPropertySourceLoader().load(sample.place(),
					new ByteArrayResource(sample.text().getBytes(StandardCharsets.UTF_8)));
		}
		catch (Exception ex) {
			throw new IllegalStateException("The sample at " + sample + " is not YAML", ex);
		}
	}

}
