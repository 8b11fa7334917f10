package io.github.tencentcloud.resilience.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;

import static io.github.tencentcloud.resilience.scenarios.AbstractScenarios.LIMIT;

/**
 * An application that uses the library, with one client of a door. Its
 * {@code application.yml} may name the servers of the scenario as {@code ${server}} and
 * {@code ${other}}; CVM is at {@code ${server}} unless it says something else.
 */
final class Application implements AutoCloseable {

	private static final String DEFAULTS = """
			tencentcloud.resilience.products.cvm.host: ${server}
			""";

	private final AnnotationConfigApplicationContext context;

	private final String host;

	private final Door.Client client;

	private Application(AnnotationConfigApplicationContext context, String host, Door.Client client) {
		this.context = context;
		this.host = host;
		this.client = client;
	}

	static Application start(Door door, ClientOptions options, Map<String, Server> servers, String yaml,
			Consumer<GenericApplicationContext> beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		Map<String, Object> test = new HashMap<>();
		servers.forEach((name, server) -> test.put(name, server.host()));
		test.putAll(door.properties());
		String quiet = LoopbackHttp.SHORT_QUIET_PERIOD;
		test.put(quiet.substring(0, quiet.indexOf('=')), quiet.substring(quiet.indexOf('=') + 1));
		yaml("application.yml", yaml).forEach(sources::addLast);
		yaml("the scenarios' own", DEFAULTS).forEach(sources::addLast);
		sources.addLast(new MapPropertySource("servers", test));
		beans.accept(context);
		if (context.getDefaultListableBeanFactory().getBeanNamesForType(MeterRegistry.class, true, false).length == 0) {
			context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
		}
		List<Class<?>> configurations = new ArrayList<>(door.autoConfigurations());
		configurations.add(MetricsAutoConfiguration.class);
		configurations.add(TencentCloudResilienceAutoConfiguration.class);
		context.register(Configurations.getClasses(AutoConfigurations.of(configurations.toArray(Class<?>[]::new))));
		context.refresh();
		return new Application(context, servers.get("server").host(), door.client(context, options));
	}

	private static List<PropertySource<?>> yaml(String name, String yaml) {
		try {
			return new YamlPropertySourceLoader().load(name,
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Send a call and wait for what its caller gets. */
	Reply call(Request request) {
		return get(begin(request));
	}

	/** Send a call that the caller may leave. */
	CompletableFuture<Reply> begin(Request request) {
		return this.client.send(addressed(request));
	}

	/** Send a call and wait for its response, or for the error. */
	OpenReply open(Request request) {
		return get(beginOpen(request));
	}

	/** Send a call for its response. */
	CompletableFuture<OpenReply> beginOpen(Request request) {
		return this.client.open(addressed(request));
	}

	private Request addressed(Request request) {
		return (request.uri() != null) ? request : request.to("http://" + this.host + "/");
	}

	/** Wait, but not for ever. */
	static <T> T get(CompletableFuture<T> future) {
		try {
			return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("No reply", ex);
		}
	}

	Meters meters() {
		return new Meters(this.context.getBean(MeterRegistry.class));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** The circuit breaker of CVM. */
	CircuitBreaker breaker() {
		return breaker("tencentcloud-cvm-none");
	}

	CircuitBreaker breaker(String name) {
		return bean(CircuitBreakerRegistry.class).find(name)
			.orElseThrow(() -> new AssertionError(
					"No breaker of that name among " + bean(CircuitBreakerRegistry.class).getAllCircuitBreakers()));
	}

	/** The bulkhead of CVM. */
	Bulkhead bulkhead() {
		return bean(BulkheadRegistry.class).find("tencentcloud-cvm").orElseThrow();
	}

	/** The application stops, as it does before it ends. */
	void stop() {
		this.context.stop();
	}

	@Override
	public void close() {
		this.client.close();
		this.context.close();
	}

}
