package io.github.tencentcloud.resilience.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

@ExtendWith(OutputCaptureExtension.class)
class MicrometerCallMetersTests {

	private static final TencentCloudCall CALL = new TencentCloudCall("cvm", "DescribeInstances", "2017-03-12",
			"ap-guangzhou", "cvm.tencentcloudapi.com", "POST");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerCallMeters meters = new MicrometerCallMeters(this.registry, CardinalityLimits.defaults(),
			(code) -> false);

	@Test
	void callIsARequestAndADuration() {
		this.meters.call(CALL, "AuthFailure.SecretIdNotFound", "auth", CallOutcome.FAILURE, 1_500_000_000);
		Timer requests = this.registry.get("tencentcloud.client.requests").timer();
		assertThat(tags(requests)).containsExactlyInAnyOrder("product=cvm", "action=DescribeInstances",
				"api.region=ap-guangzhou", "code=AuthFailure.SecretIdNotFound", "policy=auth", "outcome=FAILURE");
		assertThat(requests.count()).isOne();
		assertThat(requests.totalTime(TimeUnit.SECONDS)).isEqualTo(1.5);
		Timer duration = this.registry.get("tencentcloud.client.duration").timer();
		assertThat(tags(duration)).containsExactlyInAnyOrder("product=cvm", "action=DescribeInstances",
				"outcome=FAILURE");
		assertThat(duration.totalTime(TimeUnit.SECONDS)).isEqualTo(1.5);
		assertThat(meters()).hasSize(2);
	}

	@Test
	void attempt() {
		this.meters.attempt(CALL, "RequestLimitExceeded", "throttled", "retry", 200_000_000);
		Timer attempts = this.registry.get("tencentcloud.client.attempts").timer();
		assertThat(tags(attempts)).containsExactlyInAnyOrder("product=cvm", "action=DescribeInstances",
				"api.region=ap-guangzhou", "code=RequestLimitExceeded", "policy=throttled", "decision=retry");
		assertThat(attempts.totalTime(TimeUnit.SECONDS)).isEqualTo(0.2);
		assertThat(meters()).hasSize(1);
	}

	@Test
	void retryAndItsDelay() {
		this.meters.retryDelay(CALL, "RequestLimitExceeded", 100_000_000);
		this.meters.retry(CALL, "RequestLimitExceeded", RetryResult.NOT_IDEMPOTENT);
		this.meters.retry(CALL, "RequestLimitExceeded", RetryResult.NOT_IDEMPOTENT);
		Meter retries = this.registry.get("tencentcloud.client.retries").meter();
		assertThat(tags(retries)).containsExactlyInAnyOrder("product=cvm", "action=DescribeInstances",
				"code=RequestLimitExceeded", "result=not_idempotent");
		assertThat(this.registry.get("tencentcloud.client.retries").counter().count()).isEqualTo(2);
		Timer delay = this.registry.get("tencentcloud.client.retry.delay").timer();
		assertThat(tags(delay)).containsExactlyInAnyOrder("product=cvm", "action=DescribeInstances",
				"code=RequestLimitExceeded");
		assertThat(delay.totalTime(TimeUnit.SECONDS)).isEqualTo(0.1);
	}

	@Test
	void pacing() {
		this.meters.pacing(CALL, 300_000_000);
		Timer pacing = this.registry.get("tencentcloud.client.pacing").timer();
		assertThat(tags(pacing)).containsExactlyInAnyOrder("product=cvm", "action=DescribeInstances");
		assertThat(pacing.totalTime(TimeUnit.SECONDS)).isEqualTo(0.3);
		assertThat(meters()).hasSize(1);
	}

	@Test
	void retryBudget() {
		AtomicInteger tokens = new AtomicInteger(500);
		this.meters.retryBudget("cvm", tokens::get);
		Gauge gauge = this.registry.get("tencentcloud.client.retry.budget").gauge();
		assertThat(tags(gauge)).containsExactly("product=cvm");
		tokens.set(490);
		assertThat(gauge.value()).isEqualTo(490);
		for (int i = 0; i < 100; i++) {
			this.meters.retryBudget("product" + i, tokens::get);
		}
		assertThat(meters()).hasSize(CardinalityLimits.defaults().maxProducts());
	}

	@Test
	void clockOffset() {
		this.meters.clockOffset("cvm", () -> -1200.5);
		Gauge gauge = this.registry.get("tencentcloud.client.clock.offset").gauge();
		assertThat(tags(gauge)).containsExactly("product=cvm");
		assertThat(gauge.value()).isEqualTo(-1200.5);
		assertThat(gauge.getId().getBaseUnit()).isEqualTo("seconds");
	}

	@Test
	void items() {
		this.meters.items(CALL, "OK", 4);
		this.meters.items(CALL, "LimitExceeded", 2);
		this.meters.items(CALL, "OK", 3);
		Meter ok = this.registry.get("tencentcloud.client.items").tag("code", "OK").meter();
		assertThat(tags(ok)).containsExactlyInAnyOrder("product=cvm", "action=DescribeInstances", "code=OK");
		assertThat(this.registry.get("tencentcloud.client.items").tag("code", "OK").counter().count()).isEqualTo(7);
		assertThat(this.registry.get("tencentcloud.client.items").tag("code", "LimitExceeded").counter().count())
			.isEqualTo(2);
		assertThat(meters()).hasSize(2);
	}

	@Test
	void theSameKeysAlways() {
		TencentCloudCall bare = new TencentCloudCall("", "none", null, "none", "localhost:8080", "GET");
		for (TencentCloudCall call : List.of(CALL, bare)) {
			for (String code : new String[] { "OK", "AuthFailure", "", null, "z".repeat(101) }) {
				this.meters.attempt(call, code, "none", "none", 1);
				this.meters.retryDelay(call, code, 1);
				this.meters.items(call, code, 1);
				this.meters.pacing(call, 1);
				for (CallOutcome outcome : CallOutcome.values()) {
					this.meters.call(call, code, null, outcome, 1);
				}
				for (RetryResult result : RetryResult.values()) {
					this.meters.retry(call, code, result);
				}
			}
		}
		Set<String> keys = meters().stream()
			.map((meter) -> meter.getId().getName() + " " + meter.getId().getTags().stream().map(Tag::getKey).toList())
			.collect(Collectors.toSet());
		assertThat(keys).containsExactlyInAnyOrder(
				"tencentcloud.client.requests [action, api.region, code, outcome, policy, product]",
				"tencentcloud.client.attempts [action, api.region, code, decision, policy, product]",
				"tencentcloud.client.duration [action, outcome, product]",
				"tencentcloud.client.retries [action, code, product, result]",
				"tencentcloud.client.retry.delay [action, code, product]",
				"tencentcloud.client.pacing [action, product]", "tencentcloud.client.items [action, code, product]");
		assertThat(this.registry.find("tencentcloud.client.attempts").tag("product", "none").timers()).hasSize(4);
		assertThat(this.registry.find("tencentcloud.client.attempts").tag("code", "none").timers()).hasSize(2);
		assertThat(this.registry.find("tencentcloud.client.attempts").tag("code", "other").timers()).hasSize(2);
	}

	@Test
	void tenBucketsOnDurationOnly() {
		this.meters.call(CALL, "OK", "none", CallOutcome.SUCCESS, 1);
		this.meters.attempt(CALL, "OK", "none", "none", 1);
		this.meters.retryDelay(CALL, "RequestLimitExceeded", 1);
		for (Meter meter : meters()) {
			CountAtBucket[] buckets = ((Timer) meter).takeSnapshot().histogramCounts();
			List<Double> seconds = List.of(buckets).stream().map((bucket) -> bucket.bucket(TimeUnit.SECONDS)).toList();
			if (meter.getId().getName().equals("tencentcloud.client.duration")) {
				assertThat(seconds).containsExactly(0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0);
			}
			else {
				assertThat(seconds).isEmpty();
			}
			assertThat(((Timer) meter).takeSnapshot().percentileValues()).isEmpty();
			assertThat(meter.getId().getDescription()).isNotBlank();
		}
	}

	@Test
	void brokenRegistryIsLoggedOnceAndBreaksNothing(CapturedOutput output) {
		MicrometerCallMeters broken = new MicrometerCallMeters(new BrokenRegistry(), CardinalityLimits.defaults(),
				(code) -> false);
		assertThatNoException().isThrownBy(() -> measureAll(broken));
		assertThatNoException().isThrownBy(() -> measureAll(broken));
		assertThat(output).containsOnlyOnce("cannot be measured").containsOnlyOnce("broken registry");
	}

	@Test
	void registryThatRecoversMeasuresAgain() {
		List<String> failures = new ArrayList<>(List.of("once"));
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (!failures.isEmpty()) {
					throw new IllegalStateException(failures.remove(0));
				}
				return id;
			}

		});
		MicrometerCallMeters tight = new MicrometerCallMeters(this.registry, new CardinalityLimits(1, 1, 1, 1, 2),
				(code) -> false);
		tight.retry(CALL, "AuthFailure", RetryResult.OFF);
		tight.retry(CALL, "AuthFailure", RetryResult.OFF);
		assertThat(this.registry.get("tencentcloud.client.retries").tag("product", "cvm").counter().count()).isOne();
	}

	@Test
	void brokenPredicateBreaksNothing() {
		MicrometerCallMeters broken = new MicrometerCallMeters(this.registry, CardinalityLimits.defaults(), (code) -> {
			throw new IllegalStateException("broken predicate");
		});
		assertThatNoException().isThrownBy(() -> measureAll(broken));
	}

	@Test
	void threadsShareOneMeter() throws Exception {
		int threads = 2;
		int calls = 50_000;
		CyclicBarrier start = new CyclicBarrier(threads);
		List<Thread> running = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> {
				await(start);
				for (int n = 0; n < calls; n++) {
					this.meters.call(CALL, "OK", "none", CallOutcome.SUCCESS, 1_000);
				}
			});
			thread.start();
			running.add(thread);
		}
		for (Thread thread : running) {
			thread.join(Duration.ofSeconds(30).toMillis());
		}
		assertThat(meters()).hasSize(2);
		assertThat(this.registry.get("tencentcloud.client.requests").timer().count()).isEqualTo(threads * calls);
	}

	/** Without the gauges in which this registry keeps the buckets. */
	private List<Meter> meters() {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> !meter.getId().getName().endsWith(".histogram"))
			.toList();
	}

	private static void measureAll(CallMeters meters) {
		meters.attempt(CALL, "AuthFailure", "auth", "fail", 1);
		meters.call(CALL, "AuthFailure", "auth", CallOutcome.FAILURE, 1);
		meters.retry(CALL, "AuthFailure", RetryResult.EXHAUSTED);
		meters.retryDelay(CALL, "AuthFailure", 1);
		meters.items(CALL, "AuthFailure", 1);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> tags(Meter meter) {
		return meter.getId().getTags().stream().map((tag) -> tag.getKey() + "=" + tag.getValue()).toList();
	}

	private static class BrokenRegistry extends SimpleMeterRegistry {

		BrokenRegistry() {
			super(SimpleConfig.DEFAULT, new MockClock());
		}

		@Override
		protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
			throw new IllegalStateException("broken registry");
		}

	}

}
