package io.github.tencentcloud.resilience.webclient;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.PolicySettings;
import io.github.tencentcloud.resilience.telemetry.FailureLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link NoRetryReason}: whoever reads that a policy wants retries, and that
 * there was one attempt, reads why.
 */
class NoRetryReasonTests {

	private static final String THROTTLED = Scene.error("RequestLimitExceeded");

	private static final String ILL = Scene.error("InternalError");

	@RegisterExtension
	private final LogLines lines = new LogLines(FailureLog.LOGGER);

	@ParameterizedTest
	@EnumSource(Connector.class)
	void maxAttempts(Connector connector) throws Exception {
		for (int max : new int[] { 1, 2 }) {
			TencentCloudFailure failure = failure(connector, (exchange) -> exchange.json(THROTTLED),
					(builder) -> builder.settings(settings(Mode.ENFORCE, max)), "DescribeInstances");
			assertThat(failure.attempts()).isEqualTo(max);
			assertTold(failure, NoRetryReason.MAX_ATTEMPTS, "max-attempts is " + max);
		}
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void writeThatMayHaveBeenExecuted(Connector connector) throws Exception {
		assertTold(failure(connector, (exchange) -> exchange.json(ILL), nothing(), "RunInstances"),
				NoRetryReason.NOT_IDEMPOTENT, "it may have been executed");
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void errorThatIsNotOurs(Connector connector) throws Exception {
		assertTold(failure(connector, RawServer.Exchange::close, nothing(), "RunInstances"),
				NoRetryReason.NOT_IDEMPOTENT, "it may have been executed");
		this.lines.list.clear();
		assertTold(failure(connector, (exchange) -> exchange.send(503, "text/html", "x"), nothing(), "RunInstances"),
				NoRetryReason.NOT_IDEMPOTENT, "it may have been executed");
	}

	@Test
	void retriesAreUsedUp() throws Exception {
		TencentCloudFailure failure = failure((exchange) -> exchange.json(THROTTLED), nothing());
		assertThat(failure.attempts()).isEqualTo(4);
		assertTold(failure, NoRetryReason.RETRIES_USED_UP, "the retries of its policy are used up");
	}

	@Test
	void policyWithoutRetries() throws Exception {
		PolicySettings none = new PolicySettings(null, 0, null, null, null, null, null, null, null);
		assertTold(failure((exchange) -> exchange.json(THROTTLED), (builder) -> builder.delays(none)),
				NoRetryReason.NOT_WANTED, "its policy has no retries");
	}

	@Test
	void policyThatFailsSaysEnough() throws Exception {
		TencentCloudFailure failure = failure((exchange) -> exchange.json(Scene.error("InvalidParameter")), nothing());
		assertThat(failure.noRetryReason()).isEqualTo(NoRetryReason.NOT_WANTED);
		assertThat(failure.decision()).isEqualTo(Decision.FAIL);
		assertThat(failure.describe()).doesNotContain("not repeated");
		assertThat(this.lines.list.get(0).getFormattedMessage()).doesNotContain("not repeated");
	}

	@Test
	void budget() throws Exception {
		assertTold(
				failure((exchange) -> exchange.json(THROTTLED),
						(builder) -> builder.budget(new RetryBudgetSettings(true, 5, 5, 5, 0))),
				NoRetryReason.BUDGET, "the retry budget of cvm is empty");
	}

	@Test
	void deadline() throws Exception {
		PolicySettings slow = new PolicySettings(null, null, Duration.ofMinutes(1), null, Duration.ZERO,
				Duration.ofMinutes(1), null, null, null);
		assertTold(failure((exchange) -> exchange.json(THROTTLED), (builder) -> builder.delays(slow)),
				NoRetryReason.DEADLINE, "the call's deadline would have come first");
	}

	@Test
	void retriesAreSwitchedOff() throws Exception {
		try (TencentCloudResilienceControl control = new TencentCloudResilienceControl(Clock.systemUTC(),
				new ReactorTime())) {
			control.switchRetriesOff(null, Duration.ofHours(1));
			assertTold(failure((exchange) -> exchange.json(THROTTLED), (builder) -> builder.control(control)),
					NoRetryReason.OFF, "retries are switched off");
		}
	}

	@Test
	void breakerOpenedMeanwhile() throws Exception {
		TencentCloudFailure failure = failure((exchange) -> exchange.json(ILL),
				(builder) -> builder.breaker((breaker) -> breaker.slidingWindowSize(1)
					.minimumNumberOfCalls(1)
					.slidingWindowType(SlidingWindowType.COUNT_BASED)));
		assertThat(failure.attempts()).isOne();
		assertTold(failure, NoRetryReason.BREAKER, "the circuit breaker opened meanwhile");
	}

	@Test
	void clockThatNobodyHereCanCorrect() throws Exception {
		assertTold(failure((exchange) -> exchange.json(Scene.error("AuthFailure.SignatureExpire")), nothing()),
				NoRetryReason.NOT_CORRECTED, "what the server refused could not be put right");
	}

	@Test
	void someItemsWentWell() throws Exception {
		CallSettings settings = TestSettings.of(Mode.ENFORCE, false, Scene.LIMIT, Scene.LIMIT, 10, null,
				new ItemRule(ItemPath.of("Set[].Code"), Set.of("Ok"), ItemFailureHandling.FAIL_IF_ANY));
		assertTold(
				failure((exchange) -> exchange
					.json("{\"Response\":{\"Set\":[{\"Code\":\"Ok\"},{\"Code\":\"Bad\"}],\"RequestId\":\"r\"}}"),
						(builder) -> builder.settings(settings).policy("ClientError.ItemsFailed", "retry")),
				NoRetryReason.PARTLY_DONE, "some of its items succeeded");
	}

	@Test
	void answerThatHadBegun() throws Exception {
		String body = "{\"Response\":{\"A\":\"" + "x".repeat(2000) + "\"";
		assertTold(failure((exchange) -> exchange.json(body), (builder) -> builder.holdBack(1000)),
				NoRetryReason.ANSWER_BEGUN, "its answer had been passed on in part");
	}

	@Test
	void whoOnlyObservesRepeatsNothing() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(THROTTLED),
				(builder) -> builder.settings(settings(Mode.OBSERVE, 10)))) {
			scene.read();
			assertThat(this.lines.list).singleElement()
				.satisfies(
						(line) -> assertThat(line.getFormattedMessage()).contains("policy throttled (retry), 1 attempt")
							.contains("; not repeated, since the mode is observe]"));
		}
	}

	@Test
	void callThatWasNeverSentHasNoReason() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(THROTTLED),
				(builder) -> builder.breaker((breaker) -> breaker.slidingWindowSize(10)))) {
			CircuitBreaker breaker = scene.filter.breaker("cvm");
			breaker.transitionToOpenState();
			assertThat(failure(scene, "DescribeInstances").noRetryReason()).isNull();
			assertThat(this.lines.list.get(0).getFormattedMessage()).doesNotContain("not repeated");
		}
	}

	@Test
	void everyReasonIsToldAndExplained() throws Exception {
		String page = Files.readString(Path.of("../docs/tracing.md"));
		for (NoRetryReason reason : NoRetryReason.values()) {
			String told = new TencentCloudFailure("A", "", null, "cvm", "RunInstances", "none", "throttled",
					Decision.RETRY, List.of(new AttemptSummary("A", null, "throttled", Duration.ZERO)), Duration.ZERO,
					Map.of(), reason.result(), reason)
				.describe();
			assertThat(told).contains("; not repeated, since ");
			assertThat(page).contains("\n| " + told.substring(told.indexOf("since ") + 6) + " | ");
		}
	}

	/** The line of the log and the exception say so, each in its own words. */
	private void assertTold(TencentCloudFailure failure, NoRetryReason reason, String text) {
		assertThat(failure.noRetryReason()).isEqualTo(reason);
		assertThat(failure.describe()).endsWith("; not repeated, since " + text);
		assertThat(this.lines.list).last()
			.satisfies(
					(line) -> assertThat(line.getFormattedMessage()).endsWith("; not repeated, since " + text + "]"));
	}

	private static TencentCloudFailure failure(RawServer.Script script, Consumer<TestFilter.Builder> customizer)
			throws Exception {
		return failure(Connector.REACTOR, script, customizer, "DescribeInstances");
	}

	private static TencentCloudFailure failure(Connector connector, RawServer.Script script,
			Consumer<TestFilter.Builder> customizer, String action) throws Exception {
		try (Scene scene = Scene.of(connector, script, customizer)) {
			return failure(scene, action);
		}
	}

	private static TencentCloudFailure failure(Scene scene, String action) {
		Throwable thrown = catchThrowable(() -> scene.call(action).block(Scene.LIMIT));
		return TencentCloudFailure.of(thrown).orElseThrow();
	}

	private static Consumer<TestFilter.Builder> nothing() {
		return (builder) -> {
		};
	}

	private static CallSettings settings(Mode mode, int maxAttempts) {
		return Scene.settings(mode, false, Scene.LIMIT, Scene.LIMIT, maxAttempts);
	}

}
