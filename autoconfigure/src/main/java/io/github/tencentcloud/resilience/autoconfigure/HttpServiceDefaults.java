package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Set;
import java.util.function.BiConsumer;

import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroupConfigurer.Groups;

import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;

/**
 * Gives HTTP interfaces that call Tencent Cloud the address of their product, and makes
 * their methods send the headers of their actions.
 */
final class HttpServiceDefaults {

	/**
	 * Just before Boot's own configurer, so that its properties win, and after one of the
	 * application that makes the client.
	 */
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 9;

	private final TencentCloudResilienceProperties properties;

	private HttpServiceDefaults(TencentCloudResilienceProperties properties) {
		this.properties = properties;
	}

	private <B> void configure(Groups<B> groups, BiConsumer<B, String> address) {
		groups.filter(AnnotatedInterfaces::areIn).forEachGroup((group, client, factory) -> {
			Set<String> products = AnnotatedInterfaces.products(group);
			if (products.size() == 1) {
				address.accept(client, "https://" + host(products.iterator().next()));
			}
			factory.httpRequestValuesProcessor(new TencentCloudActionHeaders(group.httpServiceTypes()));
		});
	}

	private String host(String product) {
		return this.properties.products()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().equalsIgnoreCase(product))
			.map((entry) -> entry.getValue().host())
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse(product + ".tencentcloudapi.com");
	}

	/**
	 * For groups on {@code RestClient}.
	 */
	static class OnRestClient implements RestClientHttpServiceGroupConfigurer {

		private final HttpServiceDefaults defaults;

		OnRestClient(TencentCloudResilienceProperties properties) {
			this.defaults = new HttpServiceDefaults(properties);
		}

		@Override
		public int getOrder() {
			return ORDER;
		}

		@Override
		public void configureGroups(Groups<RestClient.Builder> groups) {
			this.defaults.configure(groups, RestClient.Builder::baseUrl);
		}

	}

	/**
	 * For groups on {@code WebClient}.
	 */
	static class OnWebClient implements WebClientHttpServiceGroupConfigurer {

		private final HttpServiceDefaults defaults;

		OnWebClient(TencentCloudResilienceProperties properties) {
			this.defaults = new HttpServiceDefaults(properties);
		}

		@Override
		public int getOrder() {
			return ORDER;
		}

		@Override
		public void configureGroups(Groups<WebClient.Builder> groups) {
			this.defaults.configure(groups, WebClient.Builder::baseUrl);
		}

	}

}
