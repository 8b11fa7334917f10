package io.github.tencentcloud.resilience.simulation;

import java.lang.reflect.Proxy;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * The library itself, made by its auto-configuration. Two things differ from production:
 * the breakers run by virtual time, and waits have no jitter, since Spring's source of
 * chance cannot be seeded.
 */
final class LibraryClient implements Client {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final TencentCloudResilienceFilter filter;

	LibraryClient(VirtualTime time, String... properties) {
		TestPropertyValues
			.of("tencentcloud.resilience.logging.interval=1h", "tencentcloud.resilience.policies.throttled.jitter=0ms",
					"tencentcloud.resilience.policies.transient.jitter=0ms",
					"tencentcloud.resilience.policies.network.jitter=0ms")
			.and(properties)
			.applyTo(this.context);
		this.context.registerBean(CircuitBreakerRegistry.class, () -> breakers(time));
		this.context.registerBean(SimpleMeterRegistry.class, () -> this.meters);
		this.context.register(ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				TencentCloudResilienceAutoConfiguration.class);
		this.context.refresh();
		this.filter = this.context.getBean(TencentCloudResilienceFilter.class);
	}

	@Override
	public Mono<Void> call(ClientRequest request, ExchangeFunction server) {
		return this.filter.filter(request, server).flatMap((response) -> response.bodyToMono(String.class)).then();
	}

	MeterRegistry meters() {
		return this.meters;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** Breakers as configured, but by virtual time. The registry's own class is final. */
	private static CircuitBreakerRegistry breakers(VirtualTime time) {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		return (CircuitBreakerRegistry) Proxy.newProxyInstance(LibraryClient.class.getClassLoader(),
				new Class<?>[] { CircuitBreakerRegistry.class }, (proxy, method, arguments) -> {
					if (arguments != null && arguments.length == 2
							&& arguments[1] instanceof CircuitBreakerConfig config) {
						return registry.circuitBreaker((String) arguments[0],
								CircuitBreakerConfig.from(config).clock(time.clock()).build());
					}
					return method.invoke(registry, arguments);
				});
	}

}
