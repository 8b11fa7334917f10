package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import com.tencentcloudapi.common.profile.HttpProfile;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import io.github.resilience4j.springboot.fallback.autoconfigure.FallbackConfigurationOnMissingBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.CallSettingsSource;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.LibraryInfoGauge;
import io.github.tencentcloud.resilience.telemetry.MicrometerCallMeters;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TencentCloudResilienceAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TencentCloudResilienceAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TencentCloudResilienceAutoConfiguration.class, WebClientAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(classes = { Catalogue.class, PolicyResolver.class, Idempotency.class, TargetHosts.class,
			CallSettingsSource.class, CircuitBreakers.class, CircuitBreakerRegistry.class, CallMeters.class,
			TencentCloudResilienceFilter.class, TencentCloudWebClientCustomizer.class })
	void definesBeanOnce(Class<?> type) {
		this.runner.run((context) -> assertThat(context).hasSingleBean(type));
	}

	@Test
	void withoutAnyClientThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class, RestClient.class, HttpProfile.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TargetHosts.class));
	}

	@Test
	void withoutWebClientThereIsTheDoorOfRestClient() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TencentCloudResilienceInterceptor.class)
				.doesNotHaveBean(TencentCloudResilienceFilter.class));
	}

	@Test
	void withoutRestClientThereIsTheDoorOfWebClient() {
		this.runner.withClassLoader(new FilteredClassLoader(RestClient.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TencentCloudResilienceFilter.class)
				.doesNotHaveBean(TencentCloudResilienceInterceptor.class));
	}

	@Test
	void modeOffKeepsBeans() {
		this.runner.withPropertyValues("tencentcloud.resilience.mode=off").run((context) -> {
			assertThat(context).hasSingleBean(TencentCloudResilienceFilter.class);
			assertThat(context.getBean(CallSettingsSource.class).settings("cvm", "RunInstances").mode())
				.isEqualTo(Mode.OFF);
		});
	}

	@Test
	void userBeansReplaceOurs() {
		this.runner.withUserConfiguration(SimpleRegistryConfiguration.class, UserConfiguration.class)
			.run((context) -> UserConfiguration.BEANS.forEach((type, bean) -> {
				assertThat(context).hasSingleBean(type);
				assertThat(context.getBean(type)).isSameAs(bean);
			}));
	}

	@Test
	void userCatalogueTakesPartInTheCheck() {
		Policy house = Policy.of("house", Decision.FAIL);
		this.runner.withBean(Catalogue.class, () -> new Catalogue(Map.of("house", house), CodeRules.empty()))
			.withPropertyValues("tencentcloud.resilience.default-policy=house", "tencentcloud.resilience.codes.X=house")
			.run((context) -> assertThat(
					context.getBean(PolicyResolver.class).resolve("cvm", "RunInstances", "X").policy())
				.isSameAs(house));
	}

	@Test
	void filterIsOutermost() {
		this.runner.withUserConfiguration(CustomizersConfiguration.class).run((context) -> {
			assertThat(filters(context)).hasSize(3);
			assertThat(filters(context).get(0)).isSameAs(context.getBean(TencentCloudResilienceFilter.class));
		});
	}

	@Test
	void metersThatThrowAreLoggedOnceAndNotOncePerProduct(CapturedOutput output) {
		this.runner.withBean(CallMeters.class, () -> new CallMeters() {

			@Override
			public void retryBudget(String product, IntSupplier tokens) {
				throw new IllegalStateException("no gauge for " + product);
			}

		}).run((context) -> {
			RetryBudgets budgets = context.getBean(RetryBudgets.class);
			assertThat(budgets.of("cvm")).isNotNull();
			assertThat(budgets.of("sms")).isNotNull();
		});
		assertThat(output).containsOnlyOnce("the CallMeters bean throws").contains("no gauge for cvm");
	}

	@Test
	void userFilterGoesIntoClients() {
		TencentCloudResilienceFilter filter = UserConfiguration.filter();
		this.runner.withBean(TencentCloudResilienceFilter.class, () -> filter)
			.run((context) -> assertThat(filters(context)).containsExactly(filter));
	}

	@Test
	void meters() {
		this.runner.withUserConfiguration(SimpleRegistryConfiguration.class).run((context) -> {
			assertThat(context.getBean(CallMeters.class)).isInstanceOf(MicrometerCallMeters.class);
			assertThat(context).hasSingleBean(LibraryInfoGauge.class);
		});
	}

	@Test
	void noMetersWithoutRegistry() {
		this.runner.run((context) -> {
			assertThat(context.getBean(CallMeters.class)).isSameAs(CallMeters.NOOP);
			assertThat(context).doesNotHaveBean(LibraryInfoGauge.class);
		});
	}

	@Test
	void noMetersWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CallMeters.class)).isSameAs(CallMeters.NOOP);
		});
	}

	@Test
	void noMetersWhereSwitchedOff() {
		this.runner.withUserConfiguration(SimpleRegistryConfiguration.class)
			.withPropertyValues("tencentcloud.resilience.metrics.enabled=false")
			.run((context) -> {
				assertThat(context.getBean(CallMeters.class)).isSameAs(CallMeters.NOOP);
				assertThat(context).doesNotHaveBean(LibraryInfoGauge.class);
			});
	}

	@Test
	void severalRegistriesWithoutPrimaryBreakNothing() {
		this.runner.withBean("one", SimpleMeterRegistry.class)
			.withBean("two", SimpleMeterRegistry.class)
			.run((context) -> assertThat(context.getBean(CallMeters.class)).isSameAs(CallMeters.NOOP));
	}

	@Test
	void primaryRegistryIsTaken() {
		this.runner.withBean("one", SimpleMeterRegistry.class)
			.withBean("two", CompositeMeterRegistry.class, CompositeMeterRegistry::new, (bean) -> bean.setPrimary(true))
			.run((context) -> assertThat(context.getBean(CallMeters.class)).isInstanceOf(MicrometerCallMeters.class));
	}

	@Test
	void ownRegistryWithoutResilience4jAutoConfiguration() {
		this.runner
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j.springboot",
					"io.github.resilience4j.spring6", "io.github.resilience4j.common"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean("tencentCloudCircuitBreakerRegistry");
				assertThat(context).doesNotHaveBean(Resilience4jInstances.class);
			});
	}

	@Test
	void resilience4jRegistryIsTaken() {
		this.runner
			.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class,
					FallbackConfigurationOnMissingBean.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(CircuitBreakerRegistry.class).hasBean("circuitBreakerRegistry");
				assertThat(context).doesNotHaveBean("tencentCloudCircuitBreakerRegistry");
			});
	}

	@Test
	void severalCircuitBreakerRegistriesWithoutPrimaryBreakNothing() {
		this.runner.withBean("one", CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
			.withBean("two", CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(CircuitBreakers.class);
				assertThat(filters(context)).singleElement().isInstanceOf(TencentCloudResilienceFilter.class);
			});
	}

	private static List<ExchangeFilterFunction> filters(AssertableApplicationContext context) {
		List<ExchangeFilterFunction> filters = new ArrayList<>();
		context.getBean(WebClient.Builder.class).filters(filters::addAll);
		return filters;
	}

	@Configuration(proxyBeanMethods = false)
	static class SimpleRegistryConfiguration {

		@Bean
		SimpleMeterRegistry simpleMeterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		@Bean
		WebClientCustomizer appending() {
			return (builder) -> builder.filter((request, next) -> next.exchange(request));
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		WebClientCustomizer prepending() {
			return (builder) -> builder.filters((filters) -> filters.add(0, (request, next) -> next.exchange(request)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserConfiguration {

		static final Map<Class<?>, Object> BEANS = Map.of(PolicyResolver.class, resolver(), Idempotency.class,
				Idempotency.load(), TargetHosts.class, new TargetHosts(List.of(), Map.of()), CallSettingsSource.class,
				(CallSettingsSource) (product, action) -> CallSettings.DEFAULTS, CircuitBreakerRegistry.class,
				CircuitBreakerRegistry.ofDefaults(), CallMeters.class, new CallMeters() {
				}, LibraryInfoGauge.class, new LibraryInfoGauge("1", "enforce"), CircuitBreakers.class, breakers(),
				TencentCloudWebClientCustomizer.class, new TencentCloudWebClientCustomizer(filter()));

		static PolicyResolver resolver() {
			return new PolicyResolver(CodeRules.empty(), CodeRules.empty(),
					Map.of("only", Policy.of("only", Decision.FAIL)), "only");
		}

		static CircuitBreakers breakers() {
			return new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(), (product) -> {
				throw new IllegalStateException();
			});
		}

		static TencentCloudResilienceFilter filter() {
			return new TencentCloudResilienceFilter(() -> null, () -> null);
		}

		@Bean
		CircuitBreakers userCircuitBreakers() {
			return bean(CircuitBreakers.class);
		}

		@Bean
		TencentCloudWebClientCustomizer userWebClientCustomizer() {
			return bean(TencentCloudWebClientCustomizer.class);
		}

		@Bean
		PolicyResolver userPolicyResolver() {
			return bean(PolicyResolver.class);
		}

		@Bean
		Idempotency userIdempotency() {
			return bean(Idempotency.class);
		}

		@Bean
		TargetHosts userTargetHosts() {
			return bean(TargetHosts.class);
		}

		@Bean
		CallSettingsSource userCallSettingsSource() {
			return bean(CallSettingsSource.class);
		}

		@Bean
		CircuitBreakerRegistry userCircuitBreakerRegistry() {
			return bean(CircuitBreakerRegistry.class);
		}

		@Bean
		CallMeters userCallMeters() {
			return bean(CallMeters.class);
		}

		@Bean
		LibraryInfoGauge userLibraryInfo() {
			return bean(LibraryInfoGauge.class);
		}

		private static <T> T bean(Class<T> type) {
			return type.cast(BEANS.get(type));
		}

	}

}
