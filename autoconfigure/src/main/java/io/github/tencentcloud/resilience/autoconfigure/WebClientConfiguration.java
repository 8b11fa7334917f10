package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * Lets the calls of {@code WebClient} in.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ WebClient.class, WebClientCustomizer.class })
class WebClientConfiguration {

	private static final String DOOR = "tencentCloudWebClientDoor";

	@Bean
	@ConditionalOnMissingBean
	@Proxyable(ProxyType.TARGET_CLASS)
	TencentCloudWebClientCustomizer tencentCloudWebClientCustomizer(TencentCloudResilienceFilter filter,
			UnguardedWebClients clients) {
		return new TencentCloudWebClientCustomizer(filter, clients::watch);
	}

	/**
	 * Static, and with nothing but a provider, since it is created before other beans.
	 */
	@Bean
	static UnguardedWebClients tencentCloudUnguardedWebClients(
			ObjectProvider<TencentCloudResilienceProperties> properties) {
		return new UnguardedWebClients(properties);
	}

	@Bean
	@Order(1)
	@ConditionalOnMissingBean(name = DOOR)
	Door tencentCloudOwnFilterDoor() {
		return new Door("WebClient (decided by the application's own TencentCloudResilienceFilter)");
	}

	/** Unless the application has a filter of its own. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(TencentCloudResilienceFilter.class)
	static class FilterConfiguration {

		/**
		 * A fallback, so that an application still finds its own filter by type.
		 */
		@Bean
		@Fallback
		@Proxyable(ProxyType.TARGET_CLASS)
		TencentCloudResilienceFilter tencentCloudResilienceFilter(DeferredEngine engine) {
			return new TencentCloudResilienceFilter(engine::hosts, engine);
		}

		@Bean(DOOR)
		@Order(1)
		Door tencentCloudWebClientDoor() {
			return new Door("WebClient");
		}

	}

}
