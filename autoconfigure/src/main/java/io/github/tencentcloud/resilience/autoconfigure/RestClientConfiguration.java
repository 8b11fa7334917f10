package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.restclient.RestClientCalls;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;

/**
 * Lets the calls of {@code RestClient} and {@code RestTemplate} in, where Spring Boot
 * makes their request factories.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ RestClient.class, RestClientCustomizer.class })
class RestClientConfiguration {

	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	RestClientCalls tencentCloudRestClientCalls(DeferredEngine engine) {
		return new RestClientCalls(engine::hosts, engine);
	}

	/** For clients that are built by hand. A fallback, as the filter is. */
	@Bean
	@Fallback
	@ConditionalOnMissingBean
	@Proxyable(ProxyType.TARGET_CLASS)
	TencentCloudResilienceInterceptor tencentCloudResilienceInterceptor(RestClientCalls calls) {
		return new TencentCloudResilienceInterceptor(calls);
	}

	/**
	 * Static, and with nothing but a provider, since it is created before other beans.
	 */
	@Bean
	static RequestFactoryGuard tencentCloudRequestFactoryGuard(ObjectProvider<RestClientCalls> calls) {
		return new RequestFactoryGuard(calls);
	}

	/** Static, as the guard is. */
	@Bean
	static UnguardedRestClients tencentCloudUnguardedRestClients(
			ObjectProvider<TencentCloudResilienceProperties> properties) {
		return new UnguardedRestClients(properties);
	}

	/**
	 * In a reactive web application Boot has none, but still a
	 * {@code RestClient.Builder}, which then makes one for itself that nobody could
	 * guard.
	 */
	@Bean
	@ConditionalOnMissingBean
	ClientHttpRequestFactoryBuilder<?> tencentCloudRequestFactoryBuilder(ResourceLoader resources) {
		return ClientHttpRequestFactoryBuilder.detect(resources.getClassLoader());
	}

	@Bean
	@Order(2)
	Door tencentCloudRestClientDoor() {
		return new Door("RestClient RestTemplate");
	}

	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	LostGuardWarning tencentCloudLostGuardWarning(RestClientCalls calls, ObjectProvider<Time> time,
			TencentCloudResilienceProperties properties) {
		return new LostGuardWarning(calls, () -> time.getObject().nanos(), properties.enabled());
	}

}
