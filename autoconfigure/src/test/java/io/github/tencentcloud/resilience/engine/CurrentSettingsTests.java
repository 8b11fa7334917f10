package io.github.tencentcloud.resilience.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
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
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CurrentSettings}: each part of what a call does tells by which
 * settings it was done.
 */
class CurrentSettingsTests {

	private static final String OLD = "old";

	private static final String NEW = "new";

	private static final String CODE = "Broken";

	private static final Idempotency IDEMPOTENCY = Idempotency.load();

	private final Time time = new SystemTime();

	/** Is done whenever one of the old settings is asked for something. */
	private Runnable asked = () -> {
	};

	/** Whose gate, and whose policy, had a say in the call under way. */
	private final List<String> told = new ArrayList<>();

	private final EngineSettings old = settings(OLD, 2);

	private final EngineSettings next = settings(NEW, 3);

	private final CurrentSettings current = new CurrentSettings(this.old);

	private final Engine engine = new Engine(new TargetHosts(List.of("*.tencentcloudapi.com"), Map.of()), this.current,
			TestSettings.nothingSwitched(), TestInstruments.of(new PolicyMeters(), this.time), null, this.time);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5 })
	void callGoesOnByWhatItBeganWith(int steps) {
		Driven call = new Driven();
		for (int i = 0; i < steps; i++) {
			call.step();
		}
		this.current.swap(this.next);
		Driven after = new Driven();
		assertThat(after.toTheEnd()).containsExactly(NEW);
		assertThat(call.toTheEnd()).containsExactly(OLD);
	}

	/** The change may come at any moment, even while a call reads its settings. */
	@Test
	void settingsAreReadOnce() {
		int[] questions = { 0 };
		this.asked = () -> {
			questions[0]++;
			this.current.swap(this.next);
		};
		assertThat(new Driven().toTheEnd()).containsExactly(OLD);
		assertThat(questions[0]).isGreaterThan(4);
		assertThat(new Driven().toTheEnd()).containsExactly(NEW);
	}

	/** What the old settings were asked before is not answered by the new ones. */
	@Test
	void nothingThatWasRememberedOutlivesItsSettings() {
		new Driven().toTheEnd();
		this.current.swap(this.next);
		assertThat(new Driven().toTheEnd()).containsExactly(NEW);
		this.current.swap(this.old);
		assertThat(new Driven().toTheEnd()).containsExactly(OLD);
	}

	@Test
	void callThatIsOnlyLookedAtGoesByOneValueToo() {
		EngineSettings observing = new EngineSettings(
				(product, action) -> TestSettings.of(Mode.OBSERVE, null, Duration.ofSeconds(1), Duration.ofSeconds(1),
						2, null),
				this.old.defaults(), this.old.policies(), IDEMPOTENCY, this.old.breakers(), this.old.admissions(),
				this.old.holdBack());
		this.current.swap(observing);
		Plan plan = this.engine.plan(Driven.CALL, Heads.request("RunInstances"));
		this.current.swap(this.next);
		assertThat(plan.isObserved()).isTrue();
		ObservedCall call = plan.observe(CallObservation.NONE);
		call.ended(() -> Answer.error(CODE, new IllegalStateException()));
		assertThat(this.told).containsOnly(OLD);
		assertThat(held(call.judge(Heads.response(200)))).isEqualTo(OLD);
	}

	private EngineSettings settings(String name, int maxAttempts) {
		Policy policy = new Policy(name, Decision.RETRY, 10, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, false,
				BeforeRetry.NONE, "");
		PolicyResolver policies = new PolicyResolver(
				new CodeRules(Map.of(CODE, new CodeRule(CODE, name, null)), Map.of(), Map.of()), CodeRules.empty(),
				Map.of(name, policy), name);
		CircuitBreakers breakers = new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(), (product) -> {
			told(name);
			return new BreakerSettings(true, Set.of(BreakerScope.PRODUCT),
					CircuitBreakerConfig.custom().minimumNumberOfCalls(maxAttempts).build());
		});
		RetryBudgets budgets = new RetryBudgets((product) -> {
			told(name);
			return new RetryBudgetSettings(true, 100, 1, 1, 1);
		}, (product, budget) -> {
		});
		Bulkheads bulkheads = new Bulkheads(BulkheadRegistry.ofDefaults(), (product) -> {
			told(name);
			return new BulkheadSettings(1, Duration.ZERO);
		}, this.time);
		return new EngineSettings((product, action) -> {
			told(name);
			return TestSettings.of(Mode.ENFORCE, null, Duration.ofSeconds(20), Duration.ofSeconds(60), maxAttempts,
					null);
		}, (product) -> {
			told(name);
			return new ProductDefaults(null, name, null, null);
		}, policies, IDEMPOTENCY, breakers,
				new AdmissionControl(List.of(new NamedGate(name)), budgets, bulkheads, this.time),
				name.equals(OLD) ? 1000 : 10);
	}

	private void told(String name) {
		this.told.add(name);
		if (name.equals(OLD)) {
			this.asked.run();
		}
	}

	/** Whose limit it is that a body is held back up to. */
	private static String held(BodyJudge judge) {
		byte[] begin = ("{\"Response\":{\"A\":\"" + "x".repeat(100)).getBytes(StandardCharsets.UTF_8);
		try (judge) {
			return (judge.read(List.of(ByteBuffer.wrap(begin)).iterator()) == BodyJudge.Hold.KEEP) ? OLD : NEW;
		}
	}

	/** A call, one step at a time, all of whose attempts fail. */
	private final class Driven {

		private static final TencentCloudCall CALL = new TencentCloudCall("cvm", "RunInstances", null, "none",
				"cvm.tencentcloudapi.com", "POST");

		private final Set<String> names = new LinkedHashSet<>();

		private final Plan plan;

		private Call call;

		private Attempt attempt;

		private int attempts;

		private boolean over;

		Driven() {
			this.plan = collecting(() -> CurrentSettingsTests.this.engine.plan(CALL, Heads.request("RunInstances")));
			this.names.add(this.plan.prepared().call().region());
		}

		/** Plan, begin, send, fail, send, fail … */
		void step() {
			if (this.call == null) {
				this.call = collecting(() -> this.plan.guard(CallObservation.NONE, null));
			}
			else if (this.attempt != null) {
				Attempt attempt = this.attempt;
				this.attempt = null;
				went(collecting(() -> this.call.ended(attempt, Answer.error(CODE, new IllegalStateException()))));
			}
			else {
				went(collecting(this.call::next));
			}
		}

		Set<String> toTheEnd() {
			while (!this.over) {
				step();
			}
			this.names.add(switch (this.attempts) {
				case 2 -> OLD;
				case 3 -> NEW;
				default -> this.attempts + " attempts";
			});
			return this.names;
		}

		private void went(Step step) {
			if (step instanceof Step.Send send) {
				this.attempt = send.attempt();
				this.attempts++;
				int calls = this.attempt.endpoint()
					.breaker()
					.breaker()
					.getCircuitBreakerConfig()
					.getMinimumNumberOfCalls();
				this.names.add((calls == 2) ? OLD : NEW);
				this.names.add(held(this.attempt.judge(Heads.response(200))));
			}
			else if (!(step instanceof Step.Wait)) {
				this.over = true;
			}
		}

		private <T> T collecting(Supplier<T> step) {
			CurrentSettingsTests.this.told.clear();
			T result = step.get();
			this.names.addAll(CurrentSettingsTests.this.told);
			return result;
		}

	}

	private final class NamedGate implements Gate {

		private final String name;

		NamedGate(String name) {
			this.name = name;
		}

		@Override
		public CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline) {
			told(this.name);
			return null;
		}

	}

	/** A policy has the name of the settings that it is of. */
	private final class PolicyMeters implements CallMeters {

		@Override
		public void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
			told(policy);
		}

	}

}
