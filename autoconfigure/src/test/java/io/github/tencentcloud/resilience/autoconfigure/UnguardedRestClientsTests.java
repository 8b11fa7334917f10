package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said at the start-up of clients that were built by hand.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnguardedRestClientsTests {

	private static final String WITHOUT = "These beans lack the guard of tencentcloud-resilience, so their calls are not guarded: ";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
				RestTemplateAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class));

	@Test
	void nothingIsSaidOfGuardedClients(CapturedOutput output) {
		this.runner.withUserConfiguration(Guarded.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("added", RestTemplate.class).getInterceptors()).hasSize(1);
		});
		assertThat(output).doesNotContain(WITHOUT);
	}

	@Test
	void clientsMadeByHand(CapturedOutput output) {
		this.runner.withUserConfiguration(ByHand.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(WITHOUT)
			.contains("INFO", WITHOUT + "builder, client, template. ",
					"add the bean TencentCloudResilienceInterceptor as its first interceptor");
	}

	@Test
	void withoutWebClient(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.withUserConfiguration(ByHand.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(WITHOUT);
	}

	@Test
	void onePropertySilencesIt(CapturedOutput output) {
		this.runner.withUserConfiguration(ByHand.class)
			.withPropertyValues("tencentcloud.resilience.logging.unguarded-clients=false")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withUserConfiguration(ByHand.class)
			.withPropertyValues("tencentcloud.resilience.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(WITHOUT);
	}

	@Test
	void lazyClientIsToldOfWhenItIsMade(CapturedOutput output) {
		this.runner.withUserConfiguration(ByHand.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(output).doesNotContain(WITHOUT);
				context.getBean("client");
				context.getBean("template");
				context.getBean("prototype");
				context.getBean("prototype");
			});
		assertThat(output).containsOnlyOnce(WITHOUT + "client. ")
			.containsOnlyOnce(WITHOUT + "template. ")
			.containsOnlyOnce(WITHOUT + "prototype. ");
	}

	/** Interceptors, even none, would have Spring buffer all bodies. */
	@Test
	void buildersAreNotChanged() {
		this.runner.withUserConfiguration(ByHand.class)
			.run((context) -> assertThat(context.getBean("builder")).extracting("interceptors", "initializers")
				.containsOnlyNulls());
	}

	/**
	 * A mocked template has the class of a real one, so it is asked, and answers nothing.
	 */
	@Test
	void clientsOfOthersAreNotToldOf(CapturedOutput output) {
		RestClient mock = Mockito.mock(RestClient.class);
		RestTemplate template = Mockito.mock(RestTemplate.class);
		this.runner.withBean("mock", RestClient.class, () -> mock)
			.withBean("mockTemplate", RestTemplate.class, () -> template)
			.run((context) -> assertThat(context).hasNotFailed());
		Mockito.verifyNoInteractions(mock);
		assertThat(output).doesNotContain(WITHOUT);
	}

	@Configuration(proxyBeanMethods = false)
	static class Guarded {

		@Bean
		RestClient client(RestClient.Builder builder) {
			return builder.build();
		}

		@Bean
		RestClient mutated(RestClient.Builder builder) {
			return builder.build().mutate().baseUrl("https://cvm.tencentcloudapi.com").build();
		}

		/** It is watched instead. */
		@Bean
		RestClient ownFactory(RestClient.Builder builder) {
			return builder.requestFactory(new SimpleClientHttpRequestFactory()).build();
		}

		@Bean
		RestClient byHand(TencentCloudResilienceInterceptor interceptor) {
			return RestClient.builder().requestInterceptor(interceptor).build();
		}

		@Bean
		RestTemplate template(RestTemplateBuilder builder) {
			return builder.interceptors((request, body, next) -> next.execute(request, body)).build();
		}

		@Bean
		RestTemplate ofFactory(ClientHttpRequestFactory factory) {
			return new RestTemplate(new BufferingClientHttpRequestFactory(factory));
		}

		@Bean
		RestTemplate added() {
			return new RestTemplate();
		}

		/** Comes later than the template. */
		@Bean
		String adds(RestTemplate added, TencentCloudResilienceInterceptor interceptor) {
			added.setInterceptors(List.of(interceptor));
			return "added";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByHand {

		@Bean
		RestClient client() {
			return RestClient.builder()
				.requestInterceptor((request, body, next) -> next.execute(request, body))
				.build();
		}

		@Bean
		RestClient.Builder builder() {
			return RestClient.builder();
		}

		@Bean
		RestTemplate template() {
			return new RestTemplate();
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		RestClient prototype() {
			return RestClient.create();
		}

	}

}
