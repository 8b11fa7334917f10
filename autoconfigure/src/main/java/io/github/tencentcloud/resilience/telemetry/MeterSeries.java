package io.github.tencentcloud.resilience.telemetry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The series of one meter, each registered once and kept. There are never more than the
 * limit: once three quarters of it are taken, further series are collapsed; the last
 * quarter is reserved for the collapsed ones.
 *
 * @param <M> the kind of meter
 */
class MeterSeries<M extends Meter> {

	private static final Logger logger = LoggerFactory.getLogger(MeterSeries.class);

	private final ClientMeter kind;

	private final SeriesLimiter limiter;

	private final Function<Series, M> registration;

	private final int max;

	private final Semaphore free;

	private final Semaphore freeForCollapsed;

	private final Map<Series, Registered<M>> meters = new ConcurrentHashMap<>();

	/** A filter of the registry may have merged several series into one meter. */
	private final Map<Meter, List<Series>> known = new ConcurrentHashMap<>();

	private final AtomicLong removals = new AtomicLong();

	private final AtomicBoolean warned = new AtomicBoolean();

	MeterSeries(ClientMeter kind, SeriesLimiter limiter, int max, Function<Series, M> registration) {
		this.kind = kind;
		this.limiter = limiter;
		this.registration = registration;
		this.max = max;
		int collapsed = (max + 3) / 4;
		this.free = new Semaphore(max - collapsed);
		this.freeForCollapsed = new Semaphore(collapsed);
	}

	/**
	 * The meter of a series, or of the one that it is collapsed into.
	 * @param series the series, its tags not yet limited
	 * @return the meter, or {@code null} if even the places for collapsed series are
	 * taken
	 */
	@Nullable M get(Series series) {
		Registered<M> known = this.meters.get(series);
		if (known != null) {
			return known.meter;
		}
		Series bounded = this.limiter.limit(series);
		M meter = find(bounded, this.free);
		if (meter != null) {
			return meter;
		}
		warnOnce();
		return find(this.limiter.collapse(bounded), this.freeForCollapsed);
	}

	private @Nullable M find(Series series, Semaphore places) {
		Registered<M> known = this.meters.get(series);
		return (known != null) ? known.meter : register(series, places);
	}

	private @Nullable M register(Series series, Semaphore places) {
		if (!places.tryAcquire()) {
			return null;
		}
		long removals = this.removals.get();
		Registered<M> added = null;
		try {
			M meter = this.registration.apply(series);
			this.known.merge(meter, List.of(series), MeterSeries::both);
			Registered<M> registered = new Registered<>(meter, places);
			if (this.meters.putIfAbsent(series, registered) == null) {
				added = registered;
			}
			return meter;
		}
		finally {
			if (added == null) {
				places.release();
			}
			else if (this.removals.get() != removals) {
				// It may have been removed before it was added here.
				forget(series, added);
			}
		}
	}

	/**
	 * A meter, not necessarily one of these, has been removed from the registry. What is
	 * recorded with it would be lost, so it is registered again when needed.
	 */
	void removed(Meter meter) {
		this.removals.incrementAndGet();
		List<Series> known = this.known.remove(meter);
		if (known != null) {
			for (Series series : known) {
				Registered<M> registered = this.meters.get(series);
				if (registered != null && registered.meter == meter) {
					forget(series, registered);
				}
			}
		}
	}

	private static List<Series> both(List<Series> some, List<Series> others) {
		Set<Series> both = new LinkedHashSet<>(some);
		both.addAll(others);
		return List.copyOf(both);
	}

	private void forget(Series series, Registered<M> registered) {
		if (this.meters.remove(series, registered)) {
			registered.places.release();
		}
	}

	private void warnOnce() {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(
					"{} has reached its share of {} tag combinations: further ones are counted under '{}'. "
							+ "The limit is tencentcloud.resilience.metrics.max-series",
					this.kind.meterName(), this.max, Series.OTHER);
		}
	}

	/** Not a record: two with the same meter must not be equal. */
	private static final class Registered<M> {

		private final M meter;

		private final Semaphore places;

		Registered(M meter, Semaphore places) {
			this.meter = meter;
			this.places = places;
		}

	}

}
