package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.reactor.timelimiter.TimeLimiterOperator;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import reactor.core.publisher.Mono;

import org.springframework.cloud.circuitbreaker.resilience4j.ReactiveResilience4JCircuitBreakerFactory;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigurationProperties;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreaker;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.reactive.ClientHttpConnector;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * The ways to make the call that are compared.
 */
public enum Contender {

	/** Nothing but the client: an error in the body is not even noticed. */
	BARE {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			return new Calls(connector, address)::call;
		}
	},

	/** A filter that reads the verdict, and does nothing else. */
	VERDICT {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			return new Calls(connector, address, new VerdictFilter())::call;
		}
	},

	/** The filter as the starter configures it, with breaker, time-outs and meters. */
	STARTER {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			return starter(connector, address, UNOBSERVED);
		}
	},

	/** The same with observations too, as tracing needs them. */
	STARTER_OBSERVED {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			return starter(connector, address, Application.LISTENER + "=true");
		}
	},

	/** The same, and the caller gets the content of {@code Response}. */
	STARTER_UNWRAP {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			return starter(connector, address, UNOBSERVED, "tencentcloud.resilience.unwrap=true");
		}
	},

	/** The same without meters. */
	STARTER_WITHOUT_METERS {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			return starter(connector, address, UNOBSERVED, "tencentcloud.resilience.metrics.enabled=false");
		}
	},

	/** A filter that reads the tree. */
	HAND_WRITTEN {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			return new Calls(connector, address, new HandWrittenFilter())::call;
		}
	},

	/** Resilience4j's operators around the call and a check of what was decoded. */
	RESILIENCE4J {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			Calls calls = new Calls(connector, address);
			CircuitBreaker breaker = CircuitBreakerRegistry.ofDefaults().circuitBreaker("cvm", breakerConfig());
			TimeLimiter limiter = TimeLimiter.of(limiterConfig());
			Retry retry = Retry.of("cvm",
					RetryConfig.custom().maxAttempts(3).ignoreExceptions(Calls.ApiException.class).build());
			return () -> calls.callAndCheck()
				.transformDeferred(TimeLimiterOperator.of(limiter))
				.transformDeferred(CircuitBreakerOperator.of(breaker))
				.transformDeferred(RetryOperator.of(retry));
		}
	},

	/** Spring Cloud CircuitBreaker around the call and the same check. */
	SPRING_CLOUD {
		@Override
		Supplier<Mono<?>> client(ClientHttpConnector connector, URI address) {
			Calls calls = new Calls(connector, address);
			ReactiveResilience4JCircuitBreakerFactory factory = new ReactiveResilience4JCircuitBreakerFactory(
					CircuitBreakerRegistry.of(breakerConfig()), TimeLimiterRegistry.of(limiterConfig()), null,
					new Resilience4JConfigurationProperties());
			ReactiveCircuitBreaker breaker = factory.create("cvm");
			return () -> breaker.run(calls.callAndCheck());
		}
	};

	/** Takes Micrometer's observations out, and leaves its meters in. */
	static final String UNOBSERVED = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration,"
			+ "org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration";

	/** Makes the call, each time it is asked for one. */
	abstract Supplier<Mono<?>> client(ClientHttpConnector connector, URI address);

	/**
	 * Not everything is worth its time: what only tells the parts of ours apart is
	 * measured with one body, and what works on the decoded answer not with the largest.
	 */
	boolean isMeasuredWith(Body body) {
		return switch (this) {
			case BARE, STARTER, HAND_WRITTEN -> true;
			case STARTER_OBSERVED, STARTER_WITHOUT_METERS -> body == Body.KB4;
			case STARTER_UNWRAP -> body == Body.KB50;
			case RESILIENCE4J, SPRING_CLOUD -> body != Body.MB1;
			case VERDICT -> body != Body.ERROR;
		};
	}

	/** As ours: an error that is the caller's fault says nothing about the endpoint. */
	private static CircuitBreakerConfig breakerConfig() {
		return CircuitBreakerConfig.custom().ignoreExceptions(Calls.ApiException.class).build();
	}

	private static TimeLimiterConfig limiterConfig() {
		return TimeLimiterConfig.custom().timeoutDuration(Duration.ofSeconds(10)).build();
	}

	static Supplier<Mono<?>> starter(ClientHttpConnector connector, URI address, String... properties) {
		ConfigurableApplicationContext context = Application.start(properties);
		Calls calls = new Calls(connector, address, context.getBean(TencentCloudResilienceFilter.class));
		boolean unwrap = List.of(properties).contains("tencentcloud.resilience.unwrap=true");
		return unwrap ? calls::callUnwrapped : calls::call;
	}

}
