package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import io.github.tencentcloud.resilience.admission.AdaptivePacer;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The beans live with the aspects of an application, of which one may well be about
 * filters, or about everything.
 */
@Tag("integration")
class AspectTests {

	private final Receiver server = new Receiver();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, AopAutoConfiguration.class,
				TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues("spring.aop.auto=true", "tencentcloud.resilience.products.cvm.host=" + this.server.host(),
				"tencentcloud.credentials.secret-id=AKIDa", "tencentcloud.credentials.secret-key=b");

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void filterCanBeProxied(boolean targetClass) {
		AroundFilters aspect = new AroundFilters();
		this.runner.withBean(AroundFilters.class, () -> aspect)
			.withPropertyValues("spring.aop.proxy-target-class=" + targetClass)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AopUtils.isAopProxy(context.getBean(TencentCloudResilienceFilter.class))).isTrue();
				assertThat(ApplicationCall.send(context, this.server.host(), "DescribeZones")).contains("RequestId");
				assertThat(this.server.last().contains("Authorization")).isTrue();
				assertThat(aspect.seen).isNotEmpty();
			});
	}

	/**
	 * What asks for a bean by its class has to find it, whatever kind of proxy it has.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everythingThatIsFoundByAnInterfaceCanBeProxied(boolean targetClass) {
		this.runner.withBean(AroundPluggedIn.class)
			.withPropertyValues("spring.aop.proxy-target-class=" + targetClass)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AopUtils.isAopProxy(context.getBean(AdaptivePacer.class))).isTrue();
				assertThat(AopUtils.isAopProxy(context.getBean(TencentCloudWebClientCustomizer.class))).isTrue();
				assertThat(ApplicationCall.send(context, this.server.host(), "DescribeZones")).contains("RequestId");
				assertThat(this.server.last().contains("Authorization")).isTrue();
			});
	}

	/**
	 * They see the aspect being made, and must not ask for it then.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void postProcessorsAreThereBeforeAspects(boolean targetClass) {
		this.runner.withBean(AroundPostProcessors.class)
			.withPropertyValues("spring.aop.proxy-target-class=" + targetClass)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(EarlyPostProcessor.class)).hasSize(6)
					.allSatisfy((name, bean) -> assertThat(AopUtils.isAopProxy(bean)).as(name).isFalse());
				assertThat(ApplicationCall.send(context, this.server.host(), "DescribeZones")).contains("RequestId");
			});
	}

	@Aspect
	static class AroundFilters {

		private final Set<String> seen = ConcurrentHashMap.newKeySet();

		@Before("execution(* org.springframework.web.reactive.function.client.ExchangeFilterFunction+.*(..))")
		void filter(JoinPoint joinPoint) {
			this.seen.add(joinPoint.getSignature().getName());
		}

	}

	@Aspect
	static class AroundPluggedIn {

		@Before("execution(* io.github.tencentcloud.resilience.admission.Gate+.*(..))"
				+ " || execution(* org.springframework.boot.webclient.WebClientCustomizer+.*(..))"
				+ " || execution(* io.github.tencentcloud.resilience.engine.CallSettingsSource+.*(..))"
				+ " || execution(* io.github.tencentcloud.resilience.telemetry.CallMeters+.*(..))"
				+ " || execution(* io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider+.*(..))"
				+ " || execution(* io.micrometer.observation.ObservationFilter+.*(..))"
				+ " || execution(* org.springframework.web.service.registry.HttpServiceGroupConfigurer+.*(..))"
				+ " || execution(* java.util.function.Predicate+.*(..))"
				+ " || execution(* org.springframework.beans.factory.SmartInitializingSingleton+.*(..))"
				+ " || execution(* java.lang.AutoCloseable+.*(..))")
		void pluggedIn() {
		}

	}

	@Aspect
	static class AroundPostProcessors {

		@Before("execution(* org.springframework.beans.factory.config.BeanPostProcessor+.*(..))")
		void processed() {
		}

	}

}
