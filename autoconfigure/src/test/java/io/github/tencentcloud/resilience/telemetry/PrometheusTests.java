package io.github.tencentcloud.resilience.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names that dashboards and alerts ask for.
 */
class PrometheusTests {

	private static final TencentCloudCall CALL = new TencentCloudCall("sms", "SendSms", "2021-01-11", "ap-guangzhou",
			"sms.tencentcloudapi.com", "POST");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final MicrometerCallMeters meters = new MicrometerCallMeters(this.registry, CardinalityLimits.defaults(),
			(code) -> false);

	@Test
	void requests() {
		this.meters.call(CALL, "OK", "none", CallOutcome.SUCCESS, 1_500_000_000);
		String tags = "{action=\"SendSms\",api_region=\"ap-guangzhou\",code=\"OK\",outcome=\"SUCCESS\",policy=\"none\",product=\"sms\"}";
		assertThat(lines("tencentcloud_client_requests")).containsExactlyInAnyOrder(
				"tencentcloud_client_requests_seconds_count" + tags + " 1",
				"tencentcloud_client_requests_seconds_sum" + tags + " 1.5",
				"tencentcloud_client_requests_seconds_max" + tags + " 1.5");
	}

	@Test
	void duration() {
		this.meters.call(CALL, "OK", "none", CallOutcome.SUCCESS, 1_500_000_000);
		String tags = "{action=\"SendSms\",outcome=\"SUCCESS\",product=\"sms\"";
		List<String> buckets = lines("tencentcloud_client_duration_seconds_bucket");
		assertThat(buckets).hasSize(11)
			.allMatch((line) -> line.startsWith("tencentcloud_client_duration_seconds_bucket" + tags + ",le=\""));
		assertThat(buckets).extracting((line) -> line.replaceAll(".*le=\"(.*)\"} ", "$1 "))
			.containsExactly("0.05 0", "0.1 0", "0.2 0", "0.5 0", "1.0 0", "2.0 1", "5.0 1", "10.0 1", "30.0 1",
					"60.0 1", "+Inf 1");
		assertThat(lines("tencentcloud_client_duration")).hasSize(14);
	}

	@Test
	void attempts() {
		this.meters.attempt(CALL, "LimitExceeded", "throttled", "retry", 1_000_000);
		assertThat(lines("tencentcloud_client_attempts")).hasSize(3)
			.contains(
					"tencentcloud_client_attempts_seconds_count{action=\"SendSms\",api_region=\"ap-guangzhou\",code=\"LimitExceeded\",decision=\"retry\",policy=\"throttled\",product=\"sms\"} 1");
	}

	@Test
	void retries() {
		this.meters.retry(CALL, "LimitExceeded", RetryResult.MAX_ATTEMPTS);
		this.meters.retryDelay(CALL, "LimitExceeded", 250_000_000);
		String tags = "{action=\"SendSms\",code=\"LimitExceeded\"";
		assertThat(lines("tencentcloud_client_retries")).containsExactly(
				"tencentcloud_client_retries_total" + tags + ",product=\"sms\",result=\"max_attempts\"} 1.0");
		assertThat(lines("tencentcloud_client_retry_delay")).hasSize(3)
			.contains("tencentcloud_client_retry_delay_seconds_sum" + tags + ",product=\"sms\"} 0.25");
	}

	@Test
	void items() {
		this.meters.items(CALL, "OK", 199);
		assertThat(lines("tencentcloud_client_items"))
			.containsExactly("tencentcloud_client_items_total{action=\"SendSms\",code=\"OK\",product=\"sms\"} 199.0");
	}

	@Test
	void halfACharacterMakesNoSecondSeriesOfOneName() {
		for (String code : List.of("Half\ud800", "Half\udbff", "Half?", "Line\nbreak", "Line\u2028break")) {
			this.meters.attempt(CALL, code, "unknown", "fail", 1_000_000);
		}
		List<String> lines = lines("tencentcloud_client_attempts_seconds_count");
		assertThat(lines).hasSize(2)
			.doesNotHaveDuplicates()
			.anyMatch((line) -> line.contains("code=\"Half?\"") && line.endsWith(" 1"))
			.anyMatch((line) -> line.contains("code=\"other\"") && line.endsWith(" 4"));
		assertThat(new String(this.registry.scrape().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).lines())
			.filteredOn((line) -> line.startsWith("tencentcloud_client_attempts_seconds_count{"))
			.extracting((line) -> line.substring(0, line.lastIndexOf(' ')))
			.doesNotHaveDuplicates();
	}

	private List<String> lines(String prefix) {
		return this.registry.scrape().lines().filter((line) -> line.startsWith(prefix)).toList();
	}

}
