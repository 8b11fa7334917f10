package io.github.tencentcloud.resilience.telemetry;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LibraryInfoGaugeTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void saysVersionAndMode() {
		new LibraryInfoGauge("1.2.3", "observe").bindTo(this.registry);
		System.gc();
		assertThat(this.registry.scrape()).contains("tencentcloud_client_info{mode=\"observe\",version=\"1.2.3\"} 1\n");
	}

	@Test
	void modeThatIsSwitchedTakesThePlaceOfTheOther() {
		AtomicReference<String> mode = new AtomicReference<>("enforce");
		LibraryInfoGauge info = new LibraryInfoGauge("1.2.3", mode::get);
		info.bindTo(this.registry);
		mode.set("observe");
		info.changed();
		assertThat(this.registry.scrape()).doesNotContain("enforce")
			.contains("mode=\"observe\",version=\"1.2.3\"} 1\n");
		mode.set("enforce");
		info.changed();
		assertThat(this.registry.scrape()).contains("mode=\"enforce\",version=\"1.2.3\"} 1\n")
			.doesNotContain("observe");
	}

	@Test
	void withoutVersion() {
		new LibraryInfoGauge(null, "enforce").bindTo(this.registry);
		assertThat(this.registry.get("tencentcloud.client.info").tags("version", "none", "mode", "enforce").gauge())
			.isNotNull();
	}

}
