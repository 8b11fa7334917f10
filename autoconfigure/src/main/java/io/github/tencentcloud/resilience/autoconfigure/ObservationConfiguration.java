package io.github.tencentcloud.resilience.autoconfigure;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.util.ClassUtils;

import io.github.tencentcloud.resilience.engine.CurrentSettings;
import io.github.tencentcloud.resilience.telemetry.CallObservations;
import io.github.tencentcloud.resilience.telemetry.HttpClientObservationFilter;
import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptObservationConvention;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallObservationConvention;

/**
 * Observations, where there is a registry that does something with them.
 */
@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {

	private static final boolean WEB_FLUX = ClassUtils.isPresent(
			"org.springframework.web.reactive.function.client.ClientRequestObservationContext",
			ObservationConfiguration.class.getClassLoader());

	@Bean
	@ConditionalOnMissingBean
	CallObservations tencentCloudCallObservations(ObjectProvider<ObservationRegistry> registries,
			ObjectProvider<TencentCloudCallObservationConvention> calls,
			ObjectProvider<TencentCloudAttemptObservationConvention> attempts,
			ConfigurableListableBeanFactory beanFactory) {
		return new CallObservations(registries.getIfUnique(() -> ObservationRegistry.NOOP), calls.getIfAvailable(),
				attempts.getIfAvailable(), new ObservationListeners(beanFactory).exist());
	}

	/**
	 * The registry wants its filters before most beans are there, so the settings come
	 * later.
	 */
	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	DeferredCodes tencentCloudDeferredCodes(ObjectProvider<CurrentSettings> settings) {
		return new DeferredCodes(settings);
	}

	@Bean
	@ConditionalOnMissingBean
	HttpClientObservationFilter tencentCloudHttpClientObservationFilter(TencentCloudResilienceProperties properties,
			DeferredCodes codes, ConfigurableListableBeanFactory beanFactory) {
		MetricsProperties metrics = properties.metrics();
		boolean detailed = new ObservationListeners(beanFactory).exist();
		return (metrics.enabled() && metrics.httpClientCode()) ? new HttpClientObservationFilter(metrics.limits(),
				codes, ObservationConfiguration::isOfHttpClient, detailed)
				: new HttpClientObservationFilter(ObservationConfiguration::isOfHttpClient, detailed);
	}

	private static boolean isOfHttpClient(Observation.Context context) {
		return context instanceof ClientRequestObservationContext || (WEB_FLUX && WebFlux.isOfWebClient(context));
	}

	/**
	 * Apart, since it needs Micrometer's meters and not only its observations.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterObservationHandler.class)
	static class MeterConfiguration {

		/** Before Boot's own, which would make timers of everything. */
		@Bean
		@Order(0)
		NoMeterObservationHandler tencentCloudMeterObservationHandler() {
			return new NoMeterObservationHandler();
		}

	}

	/** Loaded only where WebFlux is there. */
	private static final class WebFlux {

		static boolean isOfWebClient(Observation.Context context) {
			return context instanceof org.springframework.web.reactive.function.client.ClientRequestObservationContext;
		}

	}

}
