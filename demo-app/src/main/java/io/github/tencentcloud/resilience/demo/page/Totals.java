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
 * @param waitedMillis how long the callers waited, all of them together
 * @param items the items inside of successes, by code
 * @param heldCalls the calls that were held back before they were sent
 * @param heldMillis how long, all of them together
 */
record Totals(Map<Totals.Key, Long> calls, double waitedMillis, Map<String, Long> items, long heldCalls,
		double heldMillis) {

	static final Totals ZERO = new Totals(Map.of(), 0, Map.of(), 0, 0);

	private static final Comparator<CodeCount> MOST_FREQUENT_FIRST = Comparator.comparingLong(CodeCount::count)
		.reversed()
		.thenComparing(CodeCount::code);

	static Totals of(MeterRegistry registry) {
		Collection<Timer> requests = registry.find("tencentcloud.client.requests").timers();
		Collection<Timer> held = registry.find("tencentcloud.client.pacing").timers();
		return new Totals(
				requests.stream()
					.collect(Collectors.groupingBy((timer) -> new Key(tag(timer, "code"), tag(timer, "policy")),
							Collectors.summingLong(Timer::count))),
				millis(requests),
				registry.find("tencentcloud.client.items")
					.counters()
					.stream()
					.collect(Collectors.groupingBy((counter) -> tag(counter, "code"),
							Collectors.summingLong((counter) -> (long) counter.count()))),
				held.stream().mapToLong(Timer::count).sum(), millis(held));
	}

	private static double millis(Collection<Timer> timers) {
		return timers.stream().mapToDouble((timer) -> timer.totalTime(TimeUnit.MILLISECONDS)).sum();
	}

	static String tag(Meter meter, String key) {
		String value = meter.getId().getTag(key);
		return (value != null) ? value : "none";
	}

	/**
	 * What has been added since an earlier reading.
	 * @param earlier the earlier reading
	 * @param at when this reading was made, in milliseconds since the epoch
	 * @param seen what was observed meanwhile
	 * @return the second between them
	 */
	Second since(Totals earlier, long at, Seen seen) {
		List<CodeCount> codes = this.calls.entrySet()
			.stream()
			.map((entry) -> new CodeCount(entry.getKey().code(), entry.getKey().policy(), gain(entry, earlier.calls())))
			.filter((code) -> code.count() > 0)
			.sorted(MOST_FREQUENT_FIRST)
			.toList();
		Map<String, Long> items = new TreeMap<>();
		for (Map.Entry<String, Long> entry : this.items.entrySet()) {
			long gain = gain(entry, earlier.items());
			if (gain > 0) {
				items.put(entry.getKey(), gain);
			}
		}
		return new Second(at, codes, Math.round(this.waitedMillis - earlier.waitedMillis()), items,
				new Held(this.heldCalls - earlier.heldCalls(), Math.round(this.heldMillis - earlier.heldMillis())),
				seen);
	}

	private static <K> long gain(Map.Entry<K, Long> entry, Map<K, Long> earlier) {
		return entry.getValue() - earlier.getOrDefault(entry.getKey(), 0L);
	}

	record Key(String code, String policy) {

	}

}
