package io.github.tencentcloud.resilience.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Shows which version of the library runs in which mode: the gauge
 * {@code tencentcloud.client.info}, which is always 1.
 */
public final class LibraryInfo implements MeterBinder {

	private final String version;

	private final String mode;

	/**
	 * Creates the gauge's tags.
	 * @param version the version of the library, or {@code null} if it is not known, as
	 * when classes do not come from the published jar
	 * @param mode the global mode: {@code enforce}, {@code observe} or {@code off}
	 */
	public LibraryInfo(@Nullable String version, String mode) {
		this.version = TagLimiter.clean(version);
		this.mode = TagLimiter.clean(mode);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("tencentcloud.client.info", () -> 1)
			.description("Version and mode of tencentcloud-resilience")
			.tag("version", this.version)
			.tag("mode", this.mode)
			.register(registry);
	}

}
