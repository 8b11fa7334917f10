package io.github.tencentcloud.resilience.demo.page;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the library's meters say since the start, summed over products, actions and
 * regions.
 *
 * @param calls the calls by code and policy
 * @param attempts the attempts by decision
 * @param waitedMillis how long the callers waited, all of them together
 */
record Totals(Map<Totals.Key, Long> calls, Map<String, Long> attempts, double waitedMillis) {

	static final Totals ZERO = new Totals(Map.of(), Map.of(), 0);

	private static final Comparator<CodeCount> MOST_FREQUENT_FIRST = Comparator.comparingLong(CodeCount::count)
		.reversed()
		.thenComparing(CodeCount::code);

	static Totals of(MeterRegistry registry) {
		Collection<Timer> requests = registry.find("tencentcloud.client.requests").timers();
		Collection<Timer> attempts = registry.find("tencentcloud.client.attempts").timers();
		return new Totals(
				requests.stream()
					.collect(Collectors.groupingBy((timer) -> new Key(tag(timer, "code"), tag(timer, "policy")),
							Collectors.summingLong(Timer::count))),
				attempts.stream()
					.collect(Collectors.groupingBy((timer) -> tag(timer, "decision"),
							Collectors.summingLong(Timer::count))),
				requests.stream().mapToDouble((timer) -> timer.totalTime(TimeUnit.MILLISECONDS)).sum());
	}

	private static String tag(Meter meter, String key) {
		String value = meter.getId().getTag(key);
		return (value != null) ? value : "none";
	}

	/**
	 * What has been added since an earlier reading.
	 * @param earlier the earlier reading
	 * @param at when this reading was made, in milliseconds since the epoch
	 * @return the second between them
	 */
	Second since(Totals earlier, long at) {
		List<CodeCount> codes = this.calls.entrySet()
			.stream()
			.map((entry) -> new CodeCount(entry.getKey().code(), entry.getKey().policy(), gain(entry, earlier.calls())))
			.filter((code) -> code.count() > 0)
			.sorted(MOST_FREQUENT_FIRST)
			.toList();
		Map<String, Long> decisions = new TreeMap<>();
		for (Map.Entry<String, Long> entry : this.attempts.entrySet()) {
			long gain = gain(entry, earlier.attempts());
			if (gain > 0) {
				decisions.put(entry.getKey(), gain);
			}
		}
		return new Second(at, codes, decisions, Math.round(this.waitedMillis - earlier.waitedMillis()));
	}

	private static <K> long gain(Map.Entry<K, Long> entry, Map<K, Long> earlier) {
		return entry.getValue() - earlier.getOrDefault(entry.getKey(), 0L);
	}

	record Key(String code, String policy) {

	}

}
