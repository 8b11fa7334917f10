package io.github.tencentcloud.resilience.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Shows which version of the library runs in which mode: the gauge
 * {@code tencentcloud.client.info} is always 1, and has both as tags.
 */
public class LibraryInfoGauge implements MeterBinder {

	private static final String MODE = "mode";

	private final String version;

	private final Supplier<String> mode;

	private final Map<MeterRegistry, Gauge> gauges = new HashMap<>();

	/**
	 * Creates the gauge for a mode that never changes.
	 * @param version the version of the library, or {@code null} if it is unknown, for
	 * example when the classes do not come from the published jar
	 * @param mode the global mode: {@code enforce}, {@code observe} or {@code off}
	 */
	public LibraryInfoGauge(@Nullable String version, String mode) {
		this(version, () -> mode);
	}

	/**
	 * Creates the gauge for a mode that can be switched.
	 * @param version the version of the library, or {@code null} if it is not known
	 * @param mode returns the mode in force
	 */
	public LibraryInfoGauge(@Nullable String version, Supplier<String> mode) {
		this.version = TagValues.clean(version);
		this.mode = mode;
	}

	/**
	 * Stands in for the gauge where meters are disabled.
	 * @return a binder that binds nothing
	 */
	public static LibraryInfoGauge none() {
		return new LibraryInfoGauge(null, "") {

			@Override
			public synchronized void bindTo(MeterRegistry registry) {
				// There is nothing to bind
			}

		};
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.gauges.put(registry, register(registry));
	}

	/**
	 * The mode may have changed. The old series is removed, since in Prometheus it would
	 * stay at 1.
	 */
	public synchronized void changed() {
		this.gauges.replaceAll((registry, gauge) -> {
			if (tag(this.mode.get()).equals(gauge.getId().getTag(MODE))) {
				return gauge;
			}
			registry.remove(gauge);
			return register(registry);
		});
	}

	private Gauge register(MeterRegistry registry) {
		return Gauge.builder("tencentcloud.client.info", () -> 1)
			.description("Version and mode of tencentcloud-resilience")
			.tag("version", this.version)
			.tag(MODE, tag(this.mode.get()))
			.register(registry);
	}

	private static String tag(String mode) {
		return TagValues.clean(mode);
	}

}
