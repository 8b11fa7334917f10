package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of clients without the filter, and of which nothing is said.
 */
@Tag("integration")
@ExtendWith(OutputCaptureExtension.class)
class UnguardedClientsTests {

	private static final String LOST = " no longer had the filter of tencentcloud-resilience";

	private static final String WITHOUT = "These beans lack the filter of tencentcloud-resilience, so their calls are not guarded: ";

	private final ApplicationContextRunner runner = HttpInterfaceApplication.runner();

	@Test
	void nothingIsSaidWhereNoClientIsMade(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(LOST, WITHOUT);
	}

	@Test
	void nothingIsSaidOfGuardedClients(CapturedOutput output) {
		this.runner.withUserConfiguration(Guarded.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(LOST, WITHOUT);
	}

	@Test
	void builderWhoseFiltersWereCleared(CapturedOutput output) {
		this.runner.withUserConfiguration(Cleared.class)
			.withPropertyValues("tencentcloud.resilience.logging.unguarded-clients=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(LOST).contains("WARN", "2" + LOST);
	}

	@Test
	void customizerThatComesAfterOurs(CapturedOutput output) {
		this.runner.withConfiguration(AutoConfigurations.of(ClearingAutoConfiguration.class))
			.withBean(Caller.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("1" + LOST).doesNotContain(WITHOUT);
	}

	@Test
	void interfacesWhoseFiltersWereCleared(CapturedOutput output) {
		this.runner.withUserConfiguration(Services.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(LOST);
		this.runner.withUserConfiguration(Services.class)
			.withBean(WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.forEachClient((group, client) -> client.filters(List::clear)))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("1" + LOST);
	}

	@Test
	void clientsMadeByHand(CapturedOutput output) {
		this.runner.withUserConfiguration(ByHand.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(WITHOUT)
			.contains("INFO", WITHOUT + "mutated, one, two. ")
			.doesNotContain(LOST);
	}

	@Test
	void onePropertySilencesIt(CapturedOutput output) {
		this.runner.withUserConfiguration(ByHand.class)
			.withPropertyValues("tencentcloud.resilience.logging.unguarded-clients=false")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withUserConfiguration(ByHand.class, Cleared.class)
			.withPropertyValues("tencentcloud.resilience.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(LOST, WITHOUT);
	}

	@Test
	void buildersOfTheApplicationItself(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnBuilder.class).withBean(Caller.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(WebClient.Builder.class);
		});
		assertThat(output).containsOnlyOnce(WITHOUT).contains(WITHOUT + "ownBuilder. ").doesNotContain(LOST);
	}

	@Test
	void buildersOfTheApplicationItselfThatGetTheFilter(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnBuilder.class)
			.withUserConfiguration(AddsFilter.class)
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withUserConfiguration(OwnCustomizedBuilder.class)
			.withBean(Caller.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(LOST, WITHOUT);
	}

	@Test
	void lazyClientIsToldOfWhenItIsMade(CapturedOutput output) {
		this.runner.withUserConfiguration(ByHand.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton("one")).isFalse();
				assertThat(output).doesNotContain(WITHOUT);
				context.getBean("one");
				context.getBean("one");
				context.getBean("prototype");
				context.getBean("prototype");
				context.getBean("withFilter");
			});
		assertThat(output).containsOnlyOnce(WITHOUT + "one. ").containsOnlyOnce(WITHOUT + "prototype. ");
		assertThat(output.toString().split(WITHOUT)).hasSize(3);
	}

	@Test
	void clientsOfOthersAreNotTouched(CapturedOutput output) {
		WebClient mock = Mockito.mock(WebClient.class);
		WebClient.Builder builder = Mockito.mock(WebClient.Builder.class);
		this.runner.withBean("mock", WebClient.class, () -> mock)
			.withBean("mockBuilder", WebClient.Builder.class, () -> builder)
			.run((context) -> assertThat(context).hasNotFailed());
		Mockito.verifyNoInteractions(mock, builder);
		assertThat(output).doesNotContain(LOST, WITHOUT);
	}

	@Test
	void worksWithAFilterOfTheApplicationItself(CapturedOutput output) {
		this.runner
			.withBean(TencentCloudResilienceFilter.class,
					() -> new TencentCloudResilienceFilter(() -> null, () -> null))
			.withUserConfiguration(Guarded.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(LOST, WITHOUT);
	}

	/**
	 * Builders are made all the time, so none is kept once the application has started.
	 */
	@Test
	void buildersAreLetGoOf() {
		this.runner.withUserConfiguration(Cleared.class).run((context) -> {
			context.getBean(WebClient.Builder.class);
			UnguardedWebClients clients = context.getBean(UnguardedWebClients.class);
			assertThat(clients).extracting("guarded", "others").containsOnly(Map.of());
		});
	}

	@Test
	void nothingIsSaidWhenOnlyPreparedAheadOfTime(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(ByHand.class, Cleared.class, WebClientAutoConfiguration.class,
					TencentCloudResilienceAutoConfiguration.class);
			context.refreshForAotProcessing(new RuntimeHints());
		}
		assertThat(output).doesNotContain(LOST, WITHOUT);
	}

	/** Something that makes a client of a builder, and keeps it to itself. */
	static class Caller {

		Caller(WebClient.Builder builder) {
			builder.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Guarded {

		@Bean
		WebClient client(WebClient.Builder builder) {
			return builder.filter((request, next) -> next.exchange(request)).build();
		}

		@Bean
		WebClient withFilter(TencentCloudResilienceFilter filter) {
			return WebClient.builder().filter(filter).build();
		}

		@Bean
		WebClient mutated(WebClient.Builder builder) {
			return builder.build().mutate().baseUrl("https://cvm.tencentcloudapi.com").build();
		}

		@Bean
		Caller caller(WebClient.Builder builder) {
			return new Caller(builder);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Cleared {

		@Bean
		Caller first(WebClient.Builder builder) {
			return new Caller(builder.filters(List::clear));
		}

		@Bean
		Caller second(WebClient.Builder builder) {
			return new Caller(builder
				.filters((filters) -> filters.replaceAll((filter) -> (request, next) -> next.exchange(request))));
		}

		@Bean
		Caller third(WebClient.Builder builder) {
			return new Caller(builder);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByHand {

		@Bean
		WebClient two() {
			return WebClient.create();
		}

		@Bean
		WebClient one() {
			return WebClient.builder().filter((request, next) -> next.exchange(request)).build();
		}

		@Bean
		WebClient mutated(WebClient.Builder builder) {
			return builder.clone().filters(List::clear).build();
		}

		@Bean
		WebClient withFilter(TencentCloudResilienceFilter filter) {
			return WebClient.builder().filter(filter).build();
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		WebClient prototype() {
			return WebClient.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBuilder {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		WebClient.Builder ownBuilder() {
			return WebClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AddsFilter {

		@Bean
		Caller adding(WebClient.Builder builder, TencentCloudResilienceFilter filter) {
			return new Caller(builder.filter(filter));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCustomizedBuilder {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		WebClient.Builder ownBuilder(ObjectProvider<WebClientCustomizer> customizers) {
			WebClient.Builder builder = WebClient.builder();
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return builder;
		}

	}

	@AutoConfiguration(after = TencentCloudResilienceAutoConfiguration.class)
	static class ClearingAutoConfiguration {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		WebClientCustomizer clearingCustomizer() {
			return (builder) -> builder.filters(List::clear);
		}

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class Services {

	}

}
