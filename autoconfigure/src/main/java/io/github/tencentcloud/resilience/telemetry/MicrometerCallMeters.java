package io.github.tencentcloud.resilience.telemetry;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Measures calls with Micrometer. The meters are {@code tencentcloud.client.requests},
 * {@code .attempts}, {@code .duration}, {@code .retries}, {@code .retry.delay},
 * {@code .retry.budget}, {@code .clock.offset}, {@code .pacing} and {@code .items}; times
 * are recorded in nanoseconds and published in the base unit of the registry. The number
 * of series is bounded, and a registry that throws is logged once and otherwise ignored.
 * A meter that is removed from the registry is registered again by the next call that
 * needs it.
 */
public class MicrometerCallMeters implements CallMeters {

	private static final Logger logger = LoggerFactory.getLogger(MicrometerCallMeters.class);

	private final SeriesLimiter limiter;

	private final MeterSeries<Timer> requests;

	private final MeterSeries<Timer> attempts;

	private final MeterSeries<Timer> duration;

	private final MeterSeries<Counter> retries;

	private final MeterSeries<Timer> retryDelay;

	private final MeterSeries<Timer> pacing;

	private final MeterSeries<Counter> items;

	private final LastingGauges gauges;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates meters in a registry. Nothing is registered before the first call.
	 * @param registry the registry
	 * @param limits how many different tag values there may be
	 * @param knownCode tells whether a code, spelled as the server spells it, is in the
	 * built-in catalogue or in the user's table. Such a code never becomes {@code other},
	 * even if the limit is reached. It may be called for every measurement, so it should
	 * be a lookup, not a search.
	 */
	public MicrometerCallMeters(MeterRegistry registry, CardinalityLimits limits, Predicate<String> knownCode) {
		SeriesLimiter limiter = new SeriesLimiter(limits, knownCode);
		this.limiter = limiter;
		this.requests = timers(registry, ClientMeter.REQUESTS, limiter, limits);
		this.attempts = timers(registry, ClientMeter.ATTEMPTS, limiter, limits);
		this.duration = timers(registry, ClientMeter.DURATION, limiter, limits);
		this.retries = counters(registry, ClientMeter.RETRIES, limiter, limits);
		this.retryDelay = timers(registry, ClientMeter.RETRY_DELAY, limiter, limits);
		this.pacing = timers(registry, ClientMeter.PACING, limiter, limits);
		this.items = counters(registry, ClientMeter.ITEMS, limiter, limits);
		this.gauges = new LastingGauges(registry);
		List<MeterSeries<?>> bounded = List.of(this.requests, this.attempts, this.duration, this.retries,
				this.retryDelay, this.pacing, this.items);
		LastingGauges gauges = this.gauges;
		registry.config().onMeterRemoved((meter) -> {
			bounded.forEach((meters) -> meters.removed(meter));
			gauges.removed(meter);
		});
	}

	private static MeterSeries<Timer> timers(MeterRegistry registry, ClientMeter kind, SeriesLimiter limiter,
			CardinalityLimits limits) {
		return new MeterSeries<>(kind, limiter, limits.maxSeries(), (series) -> kind.timer(registry, series));
	}

	private static MeterSeries<Counter> counters(MeterRegistry registry, ClientMeter kind, SeriesLimiter limiter,
			CardinalityLimits limits) {
		return new MeterSeries<>(kind, limiter, limits.maxSeries(), (series) -> kind.counter(registry, series));
	}

	@Override
	public void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
		record(this.attempts, new Series(call.product(), call.action(), call.region(), code, policy, decision), nanos);
	}

	@Override
	public void call(TencentCloudCall call, String code, String policy, CallOutcome outcome, long nanos) {
		record(this.requests, new Series(call.product(), call.action(), call.region(), code, policy, outcome.name()),
				nanos);
		record(this.duration,
				new Series(call.product(), call.action(), Series.NONE, Series.NONE, Series.NONE, outcome.name()),
				nanos);
		if (!this.gauges.isComplete()) {
			guarded(this.gauges::restore);
		}
	}

	@Override
	public void retry(TencentCloudCall call, String code, RetryResult result) {
		count(this.retries, new Series(call.product(), call.action(), Series.NONE, code, Series.NONE, result.value()),
				1);
	}

	@Override
	public void retryDelay(TencentCloudCall call, String code, long nanos) {
		record(this.retryDelay, new Series(call.product(), call.action(), Series.NONE, code, Series.NONE, Series.NONE),
				nanos);
	}

	@Override
	public void pacing(TencentCloudCall call, long nanos) {
		record(this.pacing,
				new Series(call.product(), call.action(), Series.NONE, Series.NONE, Series.NONE, Series.NONE), nanos);
	}

	@Override
	public void retryBudget(String product, IntSupplier tokens) {
		gauge(ClientMeter.RETRY_BUDGET, product, tokens::getAsInt);
	}

	@Override
	public void clockOffset(String product, DoubleSupplier seconds) {
		gauge(ClientMeter.CLOCK_OFFSET, product, seconds::getAsDouble);
	}

	@Override
	public void items(TencentCloudCall call, String code, int count) {
		count(this.items, new Series(call.product(), call.action(), Series.NONE, code, Series.NONE, Series.NONE),
				count);
	}

	/**
	 * A product beyond the limit has no gauge, since the levels of several products
	 * cannot be added up.
	 */
	private void gauge(ClientMeter kind, String product, Supplier<Number> value) {
		Series series = this.limiter
			.limit(new Series(product, Series.NONE, Series.NONE, Series.NONE, Series.NONE, Series.NONE));
		if (series.product().equals(Series.OTHER)) {
			return;
		}
		guarded(() -> this.gauges.add(kind, series, value));
	}

	private void guarded(Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException ex) {
			warnOnce(ex);
		}
	}

	private void count(MeterSeries<Counter> counters, Series series, int count) {
		try {
			Counter counter = counters.get(series);
			if (counter != null) {
				counter.increment(count);
			}
		}
		catch (RuntimeException ex) {
			warnOnce(ex);
		}
	}

	private void record(MeterSeries<Timer> timers, Series series, long nanos) {
		try {
			Timer timer = timers.get(series);
			if (timer != null) {
				timer.record(nanos, TimeUnit.NANOSECONDS);
			}
		}
		catch (RuntimeException ex) {
			warnOnce(ex);
		}
	}

	private void warnOnce(RuntimeException ex) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Calls to Tencent Cloud go on, but cannot be measured; this is logged once", ex);
		}
	}

}
