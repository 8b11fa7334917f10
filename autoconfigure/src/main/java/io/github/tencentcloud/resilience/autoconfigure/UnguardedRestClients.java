package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.github.tencentcloud.resilience.restclient.GuardWatch;
import io.github.tencentcloud.resilience.restclient.GuardedRequestFactory;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;

/**
 * Reports each {@code RestClient} and {@code RestTemplate} that was built by hand without
 * the interceptor. Those that Spring Boot configured are watched when they make requests,
 * since nobody can ask a {@code RestClient} for its request factory.
 */
final class UnguardedRestClients extends UnguardedClients {

	private static final String CLIENT = RestClient.class.getPackageName() + ".DefaultRestClient";

	private static final String BUILDER = CLIENT + "Builder";

	UnguardedRestClients(ObjectProvider<TencentCloudResilienceProperties> properties) {
		super(properties, "guard", "build it with Spring Boot's RestClient.Builder or RestTemplateBuilder, or add the "
				+ "bean TencentCloudResilienceInterceptor as its first interceptor");
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof RestClient client && client.getClass().getName().equals(CLIENT)) {
			look(client, name);
		}
		else if (bean instanceof RestClient.Builder builder && builder.getClass().getName().equals(BUILDER)) {
			remember(builder, name);
		}
		else if (bean.getClass() == RestTemplate.class && !remember(bean, name)) {
			look(bean, name);
		}
		return bean;
	}

	@Override
	boolean isGuarded(Object client) {
		if (client instanceof RestTemplate template) {
			return isGuarded(template.getClientHttpRequestInitializers(), template.getInterceptors())
					|| isGuarded(template.getRequestFactory());
		}
		// To ask a builder for its interceptors changes what it builds.
		RestClient.Builder builder = (client instanceof RestClient built) ? built.mutate()
				: ((RestClient.Builder) client).clone();
		List<Object> initializers = new ArrayList<>();
		List<Object> interceptors = new ArrayList<>();
		builder.requestInitializers(initializers::addAll).requestInterceptors(interceptors::addAll);
		return isGuarded(initializers, interceptors);
	}

	private static boolean isGuarded(List<?> initializers, List<?> interceptors) {
		return initializers.stream().anyMatch(GuardWatch.class::isInstance)
				|| interceptors.stream().anyMatch(TencentCloudResilienceInterceptor.class::isInstance);
	}

	/** A mock in an application's tests has no factory. */
	private static boolean isGuarded(@Nullable ClientHttpRequestFactory factory) {
		ClientHttpRequestFactory inner = factory;
		while (inner instanceof AbstractClientHttpRequestFactoryWrapper wrapper) {
			inner = wrapper.getDelegate();
		}
		return inner == null || inner instanceof GuardedRequestFactory;
	}

}
