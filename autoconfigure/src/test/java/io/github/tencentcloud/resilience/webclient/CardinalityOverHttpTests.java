package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.engine.ProductDefaults;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.PolicySettings;
import io.github.tencentcloud.resilience.telemetry.CardinalityLimits;
import io.github.tencentcloud.resilience.telemetry.MicrometerCallMeters;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls with 10,000 invented values of each kind through the real filter.
 */
@Tag("integration")
class CardinalityOverHttpTests {

	private static final int INVENTED = 10_000;

	private static final int MAX_BREAKERS = 1_000;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Set<String> METERS = Set.of("tencentcloud.client.requests", "tencentcloud.client.attempts",
			"tencentcloud.client.duration", "tencentcloud.client.retries", "tencentcloud.client.retry.delay");

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

	@Test
	void seriesStayWithinTheDefaults() {
		CardinalityLimits limits = CardinalityLimits.defaults();
		TencentCloudResilienceFilter filter = filter(limits, Map.of());
		for (int i = 0; i < INVENTED; i++) {
			call(filter, "cvm", "Describe", "ap-guangzhou", code(i));
			call(filter, "cvm", "Invented" + i, "ap-guangzhou", "InternalError");
			call(filter, "cvm", "Describe", "ap-invented-" + i, "InternalError");
		}
		assertBounded(limits);
		assertThat(count("tencentcloud.client.requests")).isEqualTo(3L * INVENTED);
		assertThat(values("tencentcloud.client.requests", "code")).hasSize(limits.maxCodes());
		assertThat(values("tencentcloud.client.requests", "action")).hasSize(limits.maxActions());
		assertThat(values("tencentcloud.client.requests", "api.region")).hasSize(limits.maxRegions());
		assertThat(this.breakers.getAllCircuitBreakers()).as("breakers make series too")
			.hasSizeBetween(MAX_BREAKERS, MAX_BREAKERS + 1);
	}

	@Test
	void seriesStayWithinTightLimits() {
		floodAtOnce(new CardinalityLimits(3, 5, 2, 7, 60));
		assertThat(count("tencentcloud.client.requests")).isEqualTo(INVENTED);
	}

	@Test
	void seriesStayWithinTheTightestLimits() {
		floodAtOnce(new CardinalityLimits(1, 1, 1, 1, 1));
	}

	@Test
	void seriesStayWithinTheLimitsOverHttp() {
		CardinalityLimits limits = new CardinalityLimits(2, 10, 5, 10, 100);
		DisposableServer server = LoopbackHttp.server().handle((request, response) -> {
			String code = request.requestHeaders().get("X-Invented-Code");
			return request.receive()
				.then()
				.thenEmpty(response.header("Content-Type", "application/json").sendString(Mono.just(error(code))));
		}).bindNow();
		try {
			String host = "127.0.0.1:" + server.port();
			WebClient client = WebClient.builder()
				.baseUrl("http://" + host)
				.filter(filter(limits, Map.of("cvm", host)))
				.build();
			Flux<Throwable> errors = Flux.range(0, 300)
				.flatMap((i) -> client.post()
					.header("X-TC-Action", "Invented" + i)
					.header("X-TC-Region", "ap-invented-" + i)
					.header("X-Invented-Code", code(i))
					.retrieve()
					.bodyToMono(String.class)
					.then(Mono.<Throwable>empty())
					.onErrorResume(Mono::just), 8);
			StepVerifier.create(errors.map(Object::getClass).distinct())
				.expectNext(TencentCloudApiException.class)
				.expectComplete()
				.verify(LIMIT);
			assertBounded(limits);
			assertThat(count("tencentcloud.client.requests")).isEqualTo(300);
			assertThat(this.breakers.getAllCircuitBreakers()).hasSize(300);
		}
		finally {
			server.disposeNow();
		}
	}

	private void floodAtOnce(CardinalityLimits limits) {
		TencentCloudResilienceFilter filter = filter(limits, Map.of());
		for (int i = 0; i < INVENTED; i++) {
			call(filter, "invented" + i, "Invented" + i, "ap-invented-" + i, code(i));
		}
		assertBounded(limits);
	}

	private void assertBounded(CardinalityLimits limits) {
		assertThat(this.meters.getMeters().stream().map(CardinalityOverHttpTests::name).distinct())
			.containsExactlyInAnyOrderElementsOf(METERS);
		METERS.forEach((name) -> {
			assertThat(series(name)).as(name).isNotEmpty().hasSizeLessThanOrEqualTo(limits.maxSeries());
			assertThat(values(name, "product")).as(name).hasSizeLessThanOrEqualTo(limits.maxProducts());
			assertThat(values(name, "action")).as(name).hasSizeLessThanOrEqualTo(limits.maxActions());
			assertThat(values(name, "api.region")).as(name).hasSizeLessThanOrEqualTo(limits.maxRegions());
			assertThat(values(name, "code")).as(name).hasSizeLessThanOrEqualTo(limits.maxCodes());
		});
	}

	/** The simple registry keeps each bucket as a gauge of its own. */
	private static String name(Meter meter) {
		return meter.getId().getName().replaceFirst("\\.histogram$", "");
	}

	private Collection<Meter> series(String name) {
		return this.meters.find(name).meters();
	}

	/** The values of a tag but for those that take no place. */
	private Set<String> values(String name, String tag) {
		return series(name).stream()
			.map((meter) -> String.valueOf(meter.getId().getTag(tag)))
			.filter((value) -> !Set.of("other", "none", "null", "InternalError").contains(value))
			.collect(Collectors.toSet());
	}

	private long count(String name) {
		return this.meters.find(name).timers().stream().mapToLong(Timer::count).sum();
	}

	private TencentCloudResilienceFilter filter(CardinalityLimits limits, Map<String, String> hosts) {
		Catalogue catalogue = Catalogue.load();
		PolicySettings atOnce = new PolicySettings(null, null, Duration.ZERO, null, Duration.ZERO, null, null, null,
				null);
		Map<String, Policy> policies = new HashMap<>();
		catalogue.policies().forEach((name, policy) -> policies.put(name, atOnce.over(name, policy)));
		PolicyResolver resolver = new PolicyResolver(CodeRules.empty(), catalogue.rules(), policies, Policy.UNKNOWN);
		BreakerSettings breaker = new BreakerSettings(true, Set.of(BreakerScope.REGION),
				CircuitBreakerConfig.custom().recordException((error) -> false).build());
		TargetHosts targets = new TargetHosts(List.of("*.tencentcloudapi.com"), hosts);
		EngineSettings settings = new EngineSettings((product, action) -> CallSettings.DEFAULTS,
				(product) -> ProductDefaults.NONE, resolver, Idempotency.load(),
				new CircuitBreakers(this.breakers, (product) -> breaker), AdmissionControl.none(new ReactorTime()),
				256 * 1024);
		Engine engine = new Engine(targets, () -> settings, TestSettings.nothingSwitched(),
				TestInstruments.of(new MicrometerCallMeters(this.meters, limits, resolver::lists), new ReactorTime()),
				null, new ReactorTime());
		return new TencentCloudResilienceFilter(() -> targets, () -> engine);
	}

	private static void call(TencentCloudResilienceFilter filter, String product, String action, String region,
			String code) {
		ExchangeFunction server = (request) -> InMemory.answer(error(code));
		ClientRequest request = ClientRequest
			.create(HttpMethod.POST, URI.create("https://" + product + ".tencentcloudapi.com/"))
			.header("X-TC-Action", action)
			.header("X-TC-Region", region)
			.build();
		StepVerifier.create(filter.filter(request, server)).expectError(TencentCloudApiException.class).verify(LIMIT);
	}

	/** Some of these are retried, some stop the call at once, some nobody knows. */
	private static String code(int i) {
		return List.of("RequestLimitExceeded.Invented", "InvalidParameter.Invented", "Invented").get(i % 3) + i;
	}

	private static String error(String code) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";
	}

}
