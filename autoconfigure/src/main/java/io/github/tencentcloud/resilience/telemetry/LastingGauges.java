package io.github.tencentcloud.resilience.telemetry;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Gauges that are registered again after the registry has been cleared. Nothing is ever
 * recorded with a gauge, so nothing else would register it again.
 */
final class LastingGauges {

	private final MeterRegistry registry;

	/**
	 * If a filter of the registry merges several gauges into one, the first of them
	 * stands here.
	 */
	private final Map<Meter, Spec> registered = new ConcurrentHashMap<>();

	private final Queue<Spec> missing = new ConcurrentLinkedQueue<>();

	private final AtomicLong removals = new AtomicLong();

	LastingGauges(MeterRegistry registry) {
		this.registry = registry;
	}

	void add(ClientMeter kind, Series series, Supplier<Number> value) {
		register(new Spec(kind, series, value));
	}

	private void register(Spec spec) {
		long removals = this.removals.get();
		Gauge gauge = spec.kind.gauge(this.registry, spec.series, spec.value);
		this.registered.putIfAbsent(gauge, spec);
		if (this.removals.get() != removals) {
			// It may have been removed before it was added here.
			removed(gauge);
		}
	}

	/**
	 * A meter, not necessarily one of these, has been removed from the registry. The
	 * registry may just be being cleared, so nothing must be registered now.
	 */
	void removed(Meter meter) {
		this.removals.incrementAndGet();
		Spec spec = this.registered.remove(meter);
		if (spec != null) {
			this.missing.add(spec);
		}
	}

	boolean isComplete() {
		return this.missing.isEmpty();
	}

	/** Register the removed gauges again. */
	void restore() {
		for (int i = this.missing.size(); i > 0; i--) {
			Spec spec = this.missing.poll();
			if (spec != null) {
				register(spec);
			}
		}
	}

	private record Spec(ClientMeter kind, Series series, Supplier<Number> value) {

	}

}
