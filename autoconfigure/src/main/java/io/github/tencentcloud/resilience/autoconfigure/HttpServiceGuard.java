package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Guards HTTP interfaces that call Tencent Cloud where Boot's own configurers are not
 * there to do it: they are excluded, or a slice of a test leaves them out.
 */
final class HttpServiceGuard {

	private HttpServiceGuard() {
	}

	/**
	 * For groups on {@code RestClient}.
	 */
	static class OnRestClient implements RestClientHttpServiceGroupConfigurer {

		private final ClientHttpRequestFactoryBuilder<?> builder;

		private final @Nullable HttpClientSettings settings;

		OnRestClient(ClientHttpRequestFactoryBuilder<?> builder, @Nullable HttpClientSettings settings) {
			this.builder = builder;
			this.settings = settings;
		}

		/** First, as Boot's, so that one of the application has the last word. */
		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void configureGroups(Groups<RestClient.Builder> groups) {
			groups.filter(AnnotatedInterfaces::areIn)
				.forEachClient((group, client) -> client.requestFactory(this.builder.build(this.settings)));
		}

	}

	/**
	 * For groups on {@code WebClient}.
	 */
	static class OnWebClient implements WebClientHttpServiceGroupConfigurer {

		private final ObjectProvider<TencentCloudWebClientCustomizer> customizers;

		OnWebClient(ObjectProvider<TencentCloudWebClientCustomizer> customizers) {
			this.customizers = customizers;
		}

		/** Last, as the customizer itself. */
		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void configureGroups(Groups<WebClient.Builder> groups) {
			groups.filter(AnnotatedInterfaces::areIn)
				.forEachClient((group, client) -> this.customizers.orderedStream()
					.forEach((customizer) -> customizer.customize(client)));
		}

	}

}
