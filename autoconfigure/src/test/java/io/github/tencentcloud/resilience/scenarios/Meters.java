package io.github.tencentcloud.resilience.scenarios;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of an application, as lines: the values of all tags, and how often. The tags
 * come in the order of {@code docs/metrics.md}.
 */
final class Meters {

	private final MeterRegistry registry;

	Meters(MeterRegistry registry) {
		this.registry = registry;
	}

	/** {@code product action api.region code policy outcome: count}. */
	List<String> calls() {
		return timers("requests", "product", "action", "api.region", "code", "policy", "outcome");
	}

	/** {@code product action api.region code policy decision: count}. */
	List<String> attempts() {
		return timers("attempts", "product", "action", "api.region", "code", "policy", "decision");
	}

	/** {@code product action outcome: count}. */
	List<String> durations() {
		return timers("duration", "product", "action", "outcome");
	}

	/** {@code product action code result: count}. */
	List<String> retries() {
		return counters("retries", "product", "action", "code", "result");
	}

	/** {@code product action code: count}. */
	List<String> delays() {
		return timers("retry.delay", "product", "action", "code");
	}

	/** How long calls waited in all, after attempts that ended with a code. */
	Duration delay(String code) {
		return Duration.ofNanos((long) this.registry.get("tencentcloud.client.retry.delay")
			.tag("code", code)
			.timer()
			.totalTime(TimeUnit.NANOSECONDS));
	}

	/** {@code product action: count}. */
	List<String> pacing() {
		return timers("pacing", "product", "action");
	}

	/** {@code product action code: count}. */
	List<String> items() {
		return counters("items", "product", "action", "code");
	}

	/** The value of a gauge of a product. */
	double gauge(String name, String product) {
		return this.registry.get("tencentcloud.client." + name).tag("product", product).gauge().value();
	}

	/** The mode, as {@code tencentcloud.client.info} has it while its value is 1. */
	List<String> modes() {
		return this.registry.find("tencentcloud.client.info")
			.gauges()
			.stream()
			.filter((gauge) -> gauge.value() == 1)
			.map((gauge) -> gauge.getId().getTag("mode"))
			.toList();
	}

	private List<String> timers(String name, String... keys) {
		return lines(this.registry.find("tencentcloud.client." + name).timers(), Timer::count, keys);
	}

	private List<String> counters(String name, String... keys) {
		return lines(this.registry.find("tencentcloud.client." + name).counters(), Counter::count, keys);
	}

	private static <M extends Meter> List<String> lines(Collection<M> meters, ToDoubleFunction<M> count,
			String... keys) {
		return meters.stream().map((meter) -> line(meter, (long) count.applyAsDouble(meter), keys)).sorted().toList();
	}

	private static String line(Meter meter, long count, String... keys) {
		List<String> others = meter.getId().getTags().stream().map(Tag::getKey).toList();
		if (!others.stream().sorted().toList().equals(Stream.of(keys).sorted().toList())) {
			throw new AssertionError("Other tags than those of the documentation: " + meter.getId());
		}
		return Stream.of(keys).map((key) -> meter.getId().getTag(key)).collect(Collectors.joining(" ")) + ": " + count;
	}

	/** The value of any gauge without tags. */
	double gauge(String name) {
		Gauge gauge = this.registry.get("tencentcloud.client." + name).gauge();
		return gauge.value();
	}

}
