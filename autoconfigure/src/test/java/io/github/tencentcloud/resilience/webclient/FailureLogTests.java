package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.FailureLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureLog} and the log of circuit breakers.
 */
class FailureLogTests {

	@RegisterExtension
	private final LogLines lines = new LogLines(FailureLog.LOGGER, "io.github.tencentcloud.resilience.breakers");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	private final FailureLog log = new FailureLog(Duration.ofSeconds(10), new ReactorTime());

	@AfterEach
	void stop() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void lineReadsAsTheExceptionAndHasItsParts() {
		this.log.log(failure("AuthFailure.SignatureFailure", "auth", "the\nsignature"), CallOutcome.FAILURE);
		ILoggingEvent line = this.lines.list.get(0);
		assertThat(line.getFormattedMessage()).isEqualTo("AuthFailure.SignatureFailure: the signature "
				+ "[cvm.RunInstances ap-guangzhou, RequestId r-1, policy auth (fail), 1 attempt in 12 ms]");
		assertThat(values(line)).containsEntry("tencentcloud.product", "cvm")
			.containsEntry("tencentcloud.action", "RunInstances")
			.containsEntry("tencentcloud.region", "ap-guangzhou")
			.containsEntry("tencentcloud.code", "AuthFailure.SignatureFailure")
			.containsEntry("tencentcloud.policy", "auth")
			.containsEntry("tencentcloud.decision", "fail")
			.containsEntry("tencentcloud.outcome", "failure")
			.containsEntry("tencentcloud.request_id", "r-1")
			.containsEntry("tencentcloud.attempts", "1")
			.containsEntry("tencentcloud.duration_ms", "12")
			.containsEntry("tencentcloud.suppressed", "0");
	}

	@Test
	void alikeFailuresGetOneLineAnIntervalThatCountsThem() {
		for (int i = 0; i < 38; i++) {
			this.log.log(failure("RequestLimitExceeded", "throttled", "m"), CallOutcome.FAILURE);
		}
		this.log.log(failure("InternalError", "transient", "m"), CallOutcome.FAILURE);
		assertThat(this.lines.list).hasSize(2);
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		this.log.log(failure("RequestLimitExceeded", "throttled", "m"), CallOutcome.FAILURE);
		assertThat(this.lines.list).hasSize(3);
		assertThat(this.lines.list.get(2).getFormattedMessage()).contains("37 more");
		assertThat(values(this.lines.list.get(2))).containsEntry("tencentcloud.suppressed", "37");
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		this.log.log(failure("RequestLimitExceeded", "throttled", "m"), CallOutcome.FAILURE);
		assertThat(values(this.lines.list.get(3))).containsEntry("tencentcloud.suppressed", "0");
	}

	@Test
	void withoutAnIntervalEachHasItsLine() {
		FailureLog each = new FailureLog(Duration.ZERO, new ReactorTime());
		each.log(failure("InternalError", "transient", "m"), CallOutcome.FAILURE);
		each.log(failure("InternalError", "transient", "m"), CallOutcome.FAILURE);
		assertThat(this.lines.list).hasSize(2);
	}

	@Test
	void withoutAnIntervalWhoReadTheClockBeforeHasALineToo() {
		FailureLog each = new FailureLog(Duration.ZERO, new ReactorTime());
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		each.log(failure("InternalError", "transient", "m"), CallOutcome.FAILURE);
		VirtualTimeScheduler.reset();
		VirtualTimeScheduler.getOrSet();
		each.log(failure("InternalError", "transient", "m"), CallOutcome.FAILURE);
		assertThat(this.lines.list).hasSize(2);
	}

	@Test
	void kindsAreBounded() {
		for (int i = 0; i < 3000; i++) {
			this.log.log(failure("Code." + i, "unknown", "m"), CallOutcome.FAILURE);
		}
		assertThat(this.lines.list).hasSize(1001);
	}

	@ParameterizedTest
	@CsvSource({ "auth, ERROR", "billing, ERROR", "clock, ERROR", "credential, ERROR", "quota, WARN", "unknown, WARN",
			"throttled, WARN", "transient, WARN", "my-own, WARN", "invalid, INFO", "expected, DEBUG" })
	void levelFollowsThePolicy(String policy, String level) {
		this.log.log(failure("X", policy, "m"), CallOutcome.FAILURE);
		assertThat(this.lines.list.get(0).getLevel()).isEqualTo(Level.toLevel(level));
		((Logger) LoggerFactory.getLogger(FailureLog.LOGGER)).setLevel(Level.OFF);
		assertThat(this.log.isEnabled(policy)).isFalse();
	}

	@Test
	void breakerThatOpensAndClosesSaysSo() {
		TestFilter filter = TestFilter.builder().breaker((breaker) -> breaker.slidingWindowSize(10)).build();
		filter.breaker("cvm").transitionToOpenState();
		filter.breaker("cvm").transitionToHalfOpenState();
		filter.breaker("cvm").transitionToClosedState();
		assertThat(this.lines.list).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.WARN, Level.DEBUG, Level.INFO);
		assertThat(this.lines.list.get(0).getFormattedMessage()).isEqualTo("Circuit breaker 'tencentcloud-cvm' has "
				+ "opened, calls are refused: of 0 attempts 0 % failed and 0 % were slow");
		assertThat(values(this.lines.list.get(2))).containsEntry("tencentcloud.breaker", "tencentcloud-cvm")
			.containsEntry("tencentcloud.breaker.from", "half_open")
			.containsEntry("tencentcloud.breaker.to", "closed");
	}

	private static TencentCloudFailure failure(String code, String policy, String message) {
		return new TencentCloudFailure(code, message, "r-1", "cvm", "RunInstances", "ap-guangzhou", policy,
				Decision.FAIL, List.of(new AttemptSummary(code, "r-1", policy, Duration.ofMillis(12))),
				Duration.ofMillis(12), Map.of(), null, null);
	}

	private static Map<String, String> values(ILoggingEvent line) {
		return line.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((pair) -> pair.key, (pair) -> String.valueOf(pair.value)));
	}

}
