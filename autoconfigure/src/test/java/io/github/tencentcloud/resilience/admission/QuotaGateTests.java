package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A quota of one instance, in virtual time.
 */
class QuotaGateTests {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private final VirtualTime time = new VirtualTime();

	private final List<Long> sent = new ArrayList<>();

	private final List<String> refused = new ArrayList<>();

	@Test
	void callsWithinTheQuotaPassAtOnce() {
		QuotaGate gate = gate("20/s", 100);
		for (int second = 0; second < 10; second++) {
			for (int i = 0; i < 20; i++) {
				assertThat(gate.pass(call("DescribeInstances", "ap-guangzhou", null), 1, now(), deadline())).isNull();
			}
			this.time.advance(Duration.ofSeconds(1));
		}
	}

	@Test
	void othersAreNotHeldBack() {
		QuotaGate gate = gate("1/s", 0);
		assertThat(gate.pass(call("DescribeInstances", "ap-guangzhou", null), 1, now(), deadline())).isNull();
		assertThat(gate.pass(call("DescribeInstances", "ap-shanghai", null), 1, now(), deadline())).isNull();
		assertThat(gate.pass(call("DescribeInstances", "ap-guangzhou", "other"), 1, now(), deadline())).isNull();
		for (int i = 0; i < 10; i++) {
			assertThat(gate.pass(call("RunInstances", "ap-guangzhou", null), 1, now(), deadline())).isNull();
		}
		assertThat(gate.pass(call("describeinstances", "ap-guangzhou", null), 1, now(), deadline())).isNotNull();
	}

	@Test
	void rushIsSpreadOverSecondsAndNeverAboveTheQuota() {
		QuotaGate gate = gate("20/s", 1000);
		for (int i = 0; i < 100; i++) {
			send(gate, DEADLINE);
		}
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.sent).hasSize(100);
		for (long second = 0; second < 5; second++) {
			long from = 3600 + second;
			assertThat(this.sent).filteredOn((millis) -> millis / 1000 == from).as("second " + second).hasSize(20);
		}
	}

	@Test
	void turnAfterTheDeadlineIsRefusedAtOnce() {
		QuotaGate gate = gate("20/s", 1000);
		for (int i = 0; i < 100; i++) {
			send(gate, Duration.ofSeconds(3));
		}
		this.time.advance(Duration.ZERO);
		assertThat(this.refused).hasSize(40)
			.allSatisfy((message) -> assertThat(message).contains("20/s",
					"tencentcloud.resilience.products.cvm.actions.DescribeInstances.rate-limit"));
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.sent).as("with a second left to be answered in").hasSize(60);
		assertThat(this.sent).allSatisfy((millis) -> assertThat(millis).isLessThanOrEqualTo(3_602_100L));
	}

	@Test
	void queueIsBounded() {
		QuotaGate gate = gate("20/s", 5);
		for (int i = 0; i < 30; i++) {
			send(gate, DEADLINE);
		}
		assertThat(this.refused).hasSize(5)
			.allSatisfy((message) -> assertThat(message).contains("More than 5 calls to cvm.DescribeInstances",
					"tencentcloud.resilience.rate-limit.max-queue"));
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.sent).hasSize(25);
	}

	@Test
	void turnOfACallerThatHasGoneIsTheNextOnes() {
		QuotaGate gate = gate("1/s", 100);
		send(gate, DEADLINE);
		List<CompletableFuture<?>> gone = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			gone.add(send(gate, DEADLINE));
		}
		gone.forEach((call) -> call.cancel(false));
		for (int i = 0; i < 5; i++) {
			send(gate, DEADLINE);
		}
		this.time.advance(Duration.ofSeconds(6));
		assertThat(this.sent).as("one a second, none lost").hasSize(6);
		assertThat(this.refused).isEmpty();
	}

	@Test
	void minutesAreGivenOutEvenly() {
		QuotaGate gate = gate("60/m", 100);
		for (int i = 0; i < 8; i++) {
			send(gate, DEADLINE);
		}
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.sent).hasSize(8);
		for (int i = 1; i < 8; i++) {
			assertThat(this.sent.get(i) - this.sent.get(i - 1)).isBetween(990L, 1010L);
		}
	}

	@Test
	void millionRegionsAreNotAMillionLines() {
		QuotaGate gate = gate("20/s", 0);
		long passed = 0;
		for (int i = 0; i < 5000; i++) {
			passed += (gate.pass(call("DescribeInstances", "region-" + i, null), 1, now(), deadline()) == null) ? 1 : 0;
		}
		assertThat(passed).isEqualTo(1020);
	}

	@ParameterizedTest
	@ValueSource(strings = { "20/s", " 20 / s ", "3000/s", "1/m", "600/m" })
	void limits(String text) {
		assertThat(RateLimit.of(text)).hasToString(text.replace(" ", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "20", "0/s", "-1/s", "20/h", "20/1s", "1.5/s", "s/20", "9999999999/s" })
	void noLimits(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.of(text));
	}

	private CompletableFuture<?> send(QuotaGate gate, Duration deadline) {
		CompletionStage<?> wait = gate.pass(call("DescribeInstances", "ap-guangzhou", null), 1, now(),
				now() + deadline.toNanos());
		CompletionStage<?> turn = (wait != null) ? wait : CompletableFuture.completedFuture(null);
		turn.whenComplete((ignored, ex) -> {
			if (ex == null) {
				this.sent.add(TimeUnit.NANOSECONDS.toMillis(now()));
			}
			else if (ex instanceof GateRefusal) {
				this.refused.add(ex.getMessage());
			}
		});
		return turn.toCompletableFuture();
	}

	private QuotaGate gate(String limit, int maxQueue) {
		BiFunction<String, String, RateLimit> limits = (product, action) -> action.equalsIgnoreCase("DescribeInstances")
				? RateLimit.of(limit) : null;
		return new QuotaGate(limits, maxQueue, null, this.time);
	}

	private static TencentCloudCall call(String action, String region, String account) {
		return new TencentCloudCall("cvm", action, null, region, "host", "POST", account);
	}

	private long now() {
		return this.time.nanos();
	}

	private long deadline() {
		return now() + DEADLINE.toNanos();
	}

}
