package io.github.tencentcloud.resilience.webclient;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.Gate;
import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.engine.ProductDefaults;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.PolicySettings;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.StaticCredentialsProvider;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservations;
import io.github.tencentcloud.resilience.telemetry.CardinalityLimits;
import io.github.tencentcloud.resilience.telemetry.FailureLog;
import io.github.tencentcloud.resilience.telemetry.MicrometerCallMeters;
import io.github.tencentcloud.resilience.telemetry.SafeCallMeters;

/**
 * The real filter without Spring Boot around it, for tests. Waits are cut to a few
 * milliseconds; everything else is as built in.
 */
final class TestFilter {

	private static final Catalogue CATALOGUE = Catalogue.load();

	final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

	final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();

	final TencentCloudResilienceFilter filter;

	final Engine engine;

	final TargetHosts hosts;

	final RetryBudgets budgets;

	private final CircuitBreakers circuitBreakers;

	private TestFilter(Builder builder) {
		Map<String, Policy> policies = new HashMap<>();
		CATALOGUE.policies().forEach((name, policy) -> policies.put(name, builder.delays.over(name, policy)));
		PolicyResolver resolver = new PolicyResolver(new CodeRules(builder.codes, Map.of(), Map.of()),
				CATALOGUE.rules(), policies, Policy.UNKNOWN);
		this.circuitBreakers = new CircuitBreakers(this.breakers,
				(product) -> new BreakerSettings(builder.breaker != null, builder.scope,
						(builder.breaker != null) ? builder.breaker : CircuitBreakerConfig.ofDefaults()));
		CallMeters calls = (builder.meters != null) ? builder.meters
				: new MicrometerCallMeters(this.meters, CardinalityLimits.defaults(), resolver::lists);
		this.budgets = new RetryBudgets((product) -> builder.budget,
				(product, budget) -> SafeCallMeters.of(calls).retryBudget(product, budget::tokens));
		Time time = builder.time;
		this.hosts = new TargetHosts(List.of("*.tencentcloudapi.com"), builder.hosts, Map.of("cvm", builder.failOver));
		EngineSettings settings = new EngineSettings((product, action) -> builder.settings,
				(product) -> new ProductDefaults(null, null, null, null, builder.failOver, null), resolver,
				Idempotency.load(), this.circuitBreakers, new AdmissionControl(builder.gates, this.budgets,
						new Bulkheads(this.bulkheads, (product) -> builder.bulkhead, time), time),
				builder.holdBack);
		this.engine = new Engine(
				this.hosts, () -> settings, new SwitchedCallSettings(builder.control, true), new CallInstruments(calls,
						new CallObservations(builder.observations, null, null), new FailureLog(Duration.ZERO, time)),
				builder.signed ? signing(this.hosts) : null, time);
		this.filter = new TencentCloudResilienceFilter(() -> this.hosts, () -> this.engine);
	}

	private static CallSigning signing(TargetHosts hosts) {
		Clock clock = Clock.systemUTC();
		ServerClock serverClock = new ServerClock(clock);
		return new CallSigning(new RequestSigner(hosts::covers),
				new CredentialRotation(
						new StaticCredentialsProvider(TencentCloudCredentials.of("id", "key", "token"), Map.of()),
						clock),
				serverClock, false, null);
	}

	static Builder builder() {
		return new Builder();
	}

	/** The breaker of a product. */
	CircuitBreaker breaker(String product) {
		return breaker(product, "none");
	}

	/** The breaker of a product's host. */
	CircuitBreaker breaker(String product, String host) {
		return Objects
			.requireNonNull(this.circuitBreakers.of(new TencentCloudCall(product, "none", null, "none", host, "POST")))
			.breaker();
	}

	/** A call to {@code cvm} whose attempts go to this function instead of a server. */
	Mono<ClientResponse> exchange(String action, ExchangeFunction server) {
		return this.filter.filter(InMemory.request(action).build(), server);
	}

	/** The same, with the answer as text. */
	Mono<String> call(String action, ExchangeFunction server) {
		return exchange(action, server).flatMap((response) -> response.bodyToMono(String.class));
	}

	/** How many attempts were counted, whatever their code. */
	long attempts() {
		return count("tencentcloud.client.attempts");
	}

	/** How many calls were counted, whatever their code and outcome. */
	long calls() {
		return count("tencentcloud.client.requests");
	}

	/** How many attempts ended with this code. */
	long attempts(String code) {
		return count("tencentcloud.client.attempts", "code", code);
	}

	/** How many calls ended with this code and outcome. */
	long calls(String code, String outcome) {
		return count("tencentcloud.client.requests", "code", code, "outcome", outcome);
	}

	/** How often the timers of this name and with these tags have been stopped. */
	long count(String meter, String... tags) {
		return this.meters.find(meter).tags(tags).timers().stream().mapToLong((timer) -> timer.count()).sum();
	}

	/** How many wishes to retry ended like this. */
	double retries(String result) {
		return this.meters.find("tencentcloud.client.retries")
			.tag("result", result)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	static final class Builder {

		private final Map<String, String> hosts = new HashMap<>();

		private List<String> failOver = List.of();

		private BulkheadSettings bulkhead;

		private CallMeters meters;

		private boolean signed;

		private CallSettings settings = CallSettings.DEFAULTS;

		private PolicySettings delays = new PolicySettings(null, null, Duration.ofMillis(5), null, Duration.ofMillis(5),
				Duration.ofMillis(20), null, null, null);

		private final Map<String, CodeRule> codes = new HashMap<>();

		private CircuitBreakerConfig breaker;

		private Set<BreakerScope> scope = Set.of(BreakerScope.PRODUCT);

		private RetryBudgetSettings budget = RetryBudgetSettings.DEFAULTS;

		private final List<Gate> gates = new ArrayList<>();

		private long holdBack = 256 * 1024;

		private TencentCloudResilienceControl control = new TencentCloudResilienceControl(Clock.systemUTC(),
				new ReactorTime());

		private ObservationRegistry observations = ObservationRegistry.NOOP;

		private Time time = new ReactorTime();

		/** With credentials that nobody checks. */
		Builder signed() {
			this.signed = true;
			return this;
		}

		/** Instead of that of Reactor. */
		Builder time(Time time) {
			this.time = time;
			return this;
		}

		Builder control(TencentCloudResilienceControl control) {
			this.control = control;
			return this;
		}

		Builder observations(ObservationRegistry observations) {
			this.observations = observations;
			return this;
		}

		Builder host(String product, String host) {
			this.hosts.put(product, host);
			return this;
		}

		/** Where calls to {@code cvm} go when their own host is ill. */
		Builder failOver(String... hosts) {
			this.failOver = List.of(hosts);
			return this;
		}

		/** Instead of those of Micrometer. */
		Builder meters(CallMeters meters) {
			this.meters = meters;
			return this;
		}

		/** Every product has a bulkhead like this. */
		Builder bulkhead(int maxConcurrentCalls, Duration maxWaitDuration) {
			this.bulkhead = new BulkheadSettings(maxConcurrentCalls, maxWaitDuration);
			return this;
		}

		Builder policy(String code, String policy) {
			this.codes.put(code, new CodeRule(code, policy, null));
			return this;
		}

		Builder settings(CallSettings settings) {
			this.settings = settings;
			return this;
		}

		Builder delays(PolicySettings delays) {
			this.delays = delays;
			return this;
		}

		Builder breaker(Consumer<CircuitBreakerConfig.Builder> customizer) {
			CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom();
			customizer.accept(config);
			this.breaker = config.build();
			return this;
		}

		Builder scope(BreakerScope... scope) {
			// In the order of the enum, as configured scopes are too.
			this.scope = EnumSet.copyOf(Set.of(scope));
			return this;
		}

		Builder budget(RetryBudgetSettings budget) {
			this.budget = budget;
			return this;
		}

		Builder gate(Gate gate) {
			this.gates.add(gate);
			return this;
		}

		Builder holdBack(long holdBack) {
			this.holdBack = holdBack;
			return this;
		}

		TestFilter build() {
			return new TestFilter(this);
		}

	}

}
