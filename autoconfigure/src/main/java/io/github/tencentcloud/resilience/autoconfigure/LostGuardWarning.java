package io.github.tencentcloud.resilience.autoconfigure;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.github.tencentcloud.resilience.BoundedSet;
import io.github.tencentcloud.resilience.restclient.GuardWatch;
import io.github.tencentcloud.resilience.restclient.RestClientCalls;

/**
 * Has each client that Spring Boot configures watched, and tells when one of them calls
 * Tencent Cloud over a request factory that is not ours.
 */
class LostGuardWarning implements RestClientCustomizer, RestTemplateCustomizer, GuardWatch.Listener {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	/** A client may be built anew for each call. */
	private static final int MAX_LINES = 20;

	private static final String ADVICE = "leave the request factory to Spring Boot, which takes a bean of type "
			+ "ClientHttpRequestFactoryBuilder<?> and the properties spring.http.clients, or add the bean "
			+ "TencentCloudResilienceInterceptor as the first interceptor";

	private final RestClientCalls calls;

	private final LongSupplier nanos;

	private final boolean enabled;

	private final BoundedSet<String> told = new BoundedSet<>(MAX_LINES);

	LostGuardWarning(RestClientCalls calls, LongSupplier nanos, boolean enabled) {
		this.calls = calls;
		this.nanos = nanos;
		this.enabled = enabled;
	}

	@Override
	public void customize(RestClient.Builder builder) {
		if (this.enabled) {
			builder.requestInitializer(watch("RestClient"));
		}
	}

	@Override
	public void customize(RestTemplate template) {
		if (this.enabled) {
			template.getClientHttpRequestInitializers().add(watch("RestTemplate"));
		}
	}

	private GuardWatch watch(String client) {
		return new GuardWatch(client, this.calls, this.nanos, this);
	}

	@Override
	public void lost(String client, String host, @Nullable String request) {
		if (!this.told.add(client + " " + host + " " + request)) {
			return;
		}
		if (request != null) {
			logger.warn(
					"A {} that Spring Boot configured calls {} unguarded: it has got another request factory, which "
							+ "makes a {}. To have its calls guarded by tencentcloud-resilience, {}",
					client, host, request, ADVICE);
		}
		else {
			logger.warn("A {} that Spring Boot configured calls {}, but none of its requests has come to the guard of "
					+ "tencentcloud-resilience. Either one of its interceptors answers all of them, or fails, or "
					+ "it has got another request factory. In that case {}", client, host, ADVICE);
		}
	}

}
