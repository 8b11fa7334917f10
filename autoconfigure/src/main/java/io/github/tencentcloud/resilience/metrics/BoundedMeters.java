package io.github.tencentcloud.resilience.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The series of one meter, each registered once and kept. Never more than the limit: when
 * three quarters of it are taken, further series collapse, and the last quarter is for
 * the collapsed ones.
 *
 * @param <M> the kind of meter
 */
class BoundedMeters<M> {

	private static final Logger logger = LoggerFactory.getLogger(BoundedMeters.class);

	private final ClientMeter kind;

	private final TagBounds bounds;

	private final Function<Series, M> registration;

	private final int max;

	private final Semaphore free;

	private final Semaphore freeForCollapsed;

	private final Map<Series, M> meters = new ConcurrentHashMap<>();

	private final AtomicBoolean warned = new AtomicBoolean();

	BoundedMeters(ClientMeter kind, TagBounds bounds, int max, Function<Series, M> registration) {
		this.kind = kind;
		this.bounds = bounds;
		this.registration = registration;
		this.max = max;
		int collapsed = (max + 3) / 4;
		this.free = new Semaphore(max - collapsed);
		this.freeForCollapsed = new Semaphore(collapsed);
	}

	/**
	 * The meter of a series, or of what it collapses into.
	 * @param series the series, its tags not yet bounded
	 * @return the meter, or {@code null} if even the places for collapsed series are
	 * taken
	 */
	@Nullable M get(Series series) {
		M known = this.meters.get(series);
		if (known != null) {
			return known;
		}
		Series bounded = this.bounds.bound(series);
		M meter = find(bounded, this.free);
		if (meter != null) {
			return meter;
		}
		warnOnce();
		return find(this.bounds.collapse(bounded), this.freeForCollapsed);
	}

	private @Nullable M find(Series series, Semaphore places) {
		M meter = this.meters.get(series);
		return (meter != null) ? meter : register(series, places);
	}

	private @Nullable M register(Series series, Semaphore places) {
		if (!places.tryAcquire()) {
			return null;
		}
		boolean added = false;
		try {
			M meter = this.registration.apply(series);
			added = this.meters.putIfAbsent(series, meter) == null;
			return meter;
		}
		finally {
			if (!added) {
				places.release();
			}
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

}
