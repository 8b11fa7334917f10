package io.github.tencentcloud.resilience.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LibraryInfoTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void saysVersionAndMode() {
		new LibraryInfo("1.2.3", "observe").bindTo(this.registry);
		System.gc();
		assertThat(this.registry.scrape()).contains("tencentcloud_client_info{mode=\"observe\",version=\"1.2.3\"} 1\n");
	}

	@Test
	void withoutVersion() {
		new LibraryInfo(null, "enforce").bindTo(this.registry);
		assertThat(this.registry.get("tencentcloud.client.info").tags("version", "none", "mode", "enforce").gauge())
			.isNotNull();
	}

}
