package io.github.tencentcloud.resilience.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

/**
 * The meters, each with its name and tag keys. They are a contract with dashboards and
 * alerts.
 */
enum ClientMeter {

	REQUESTS("tencentcloud.client.requests", "Calls to Tencent Cloud, retries and waits included", Key.PRODUCT,
			Key.ACTION, Key.API_REGION, Key.CODE, Key.POLICY, Key.OUTCOME),

	ATTEMPTS("tencentcloud.client.attempts", "HTTP attempts of calls to Tencent Cloud", Key.PRODUCT, Key.ACTION,
			Key.API_REGION, Key.CODE, Key.POLICY, Key.DECISION),

	DURATION("tencentcloud.client.duration", "Calls to Tencent Cloud in fixed buckets, retries and waits included",
			Key.PRODUCT, Key.ACTION, Key.OUTCOME),

	RETRIES("tencentcloud.client.retries", "What became of each wish to retry", Key.PRODUCT, Key.ACTION, Key.CODE,
			Key.RESULT),

	RETRY_DELAY("tencentcloud.client.retry.delay", "Waits between attempts", Key.PRODUCT, Key.ACTION, Key.CODE),

	PACING("tencentcloud.client.pacing", "Waits before the first attempt", Key.PRODUCT, Key.ACTION),

	RETRY_BUDGET("tencentcloud.client.retry.budget", "Tokens left to pay retries from", Key.PRODUCT),

	CLOCK_OFFSET("tencentcloud.client.clock.offset", "Seconds that the clock of the application is behind the server's",
			Key.PRODUCT),

	ITEMS("tencentcloud.client.items", "Items inside successes", Key.PRODUCT, Key.ACTION, Key.CODE);

	private static final Duration[] DURATION_BUCKETS = { Duration.ofMillis(50), Duration.ofMillis(100),
			Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
			Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60) };

	private final String meterName;

	private final String description;

	private final List<Key> keys;

	ClientMeter(String meterName, String description, Key... keys) {
		this.meterName = meterName;
		this.description = description;
		this.keys = List.of(keys);
	}

	String meterName() {
		return this.meterName;
	}

	Timer timer(MeterRegistry registry, Series series) {
		Timer.Builder builder = Timer.builder(this.meterName).description(this.description).tags(tags(series));
		if (this == DURATION) {
			builder.serviceLevelObjectives(DURATION_BUCKETS);
		}
		return builder.register(registry);
	}

	Counter counter(MeterRegistry registry, Series series) {
		return Counter.builder(this.meterName).description(this.description).tags(tags(series)).register(registry);
	}

	Gauge gauge(MeterRegistry registry, Series series, Supplier<Number> value) {
		return Gauge.builder(this.meterName, value)
			.description(this.description)
			.baseUnit((this == CLOCK_OFFSET) ? "seconds" : null)
			.tags(tags(series))
			.register(registry);
	}

	private List<Tag> tags(Series series) {
		return this.keys.stream().map((key) -> Tag.of(key.tagKey, key.value(series))).toList();
	}

	private enum Key {

		PRODUCT("product"), ACTION("action"), API_REGION("api.region"), CODE("code"), POLICY("policy"),

		OUTCOME("outcome"), DECISION("decision"), RESULT("result");

		private final String tagKey;

		Key(String tagKey) {
			this.tagKey = tagKey;
		}

		String value(Series series) {
			return switch (this) {
				case PRODUCT -> series.product();
				case ACTION -> series.action();
				case API_REGION -> series.region();
				case CODE -> series.code();
				case POLICY -> series.policy();
				case OUTCOME, DECISION, RESULT -> series.verdict();
			};
		}

	}

}
