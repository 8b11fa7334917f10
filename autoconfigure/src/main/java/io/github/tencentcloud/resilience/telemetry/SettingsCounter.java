package io.github.tencentcloud.resilience.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Counts how often settings have changed while the application runs:
 * {@code tencentcloud.client.settings}, whose {@code result} is {@code applied} or
 * {@code refused}. Both are there from the start, so that the first change shows.
 */
public class SettingsCounter implements MeterBinder {

	private final List<Counter> applied = new CopyOnWriteArrayList<>();

	private final List<Counter> refused = new CopyOnWriteArrayList<>();

	/**
	 * Create a counter of nothing yet.
	 */
	public SettingsCounter() {
		// Nothing has changed.
	}

	/**
	 * Stands in for the counter where meters are disabled.
	 * @return a binder that binds nothing
	 */
	public static SettingsCounter none() {
		return new SettingsCounter() {

			@Override
			public void bindTo(MeterRegistry registry) {
				// There is nothing to bind
			}

		};
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.applied.add(counter(registry, "applied"));
		this.refused.add(counter(registry, "refused"));
	}

	private static Counter counter(MeterRegistry registry, String result) {
		return Counter.builder("tencentcloud.client.settings")
			.description("Changes of settings while the application runs")
			.tag("result", result)
			.register(registry);
	}

	/**
	 * Settings have changed.
	 * @param applied whether they are in force; if not, those before are
	 */
	public void changed(boolean applied) {
		(applied ? this.applied : this.refused).forEach(Counter::increment);
	}

}
