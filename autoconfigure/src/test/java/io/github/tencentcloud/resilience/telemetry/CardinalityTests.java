package io.github.tencentcloud.resilience.telemetry;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Floods the meters with 10,000 invented values of each kind.
 */
@Tag("integration")
@ExtendWith(OutputCaptureExtension.class)
class CardinalityTests {

	private static final int INVENTED = 10_000;

	private static final Predicate<String> KNOWN = Set.of("RequestLimitExceeded", "AuthFailure")::contains;

	/** Series in Prometheus for each tag combination. */
	private static final Map<String, Integer> LINES = Map.of("tencentcloud.client.requests", 3,
			"tencentcloud.client.attempts", 3, "tencentcloud.client.duration", 14, "tencentcloud.client.retries", 1,
			"tencentcloud.client.retry.delay", 3);

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void seriesStayWithinTheDefaults() {
		assertBounded(CardinalityLimits.defaults());
		assertThat(combinations("tencentcloud.client.requests")).as("the limit is used, not undercut")
			.isGreaterThanOrEqualTo(7_500);
	}

	@Test
	void seriesStayWithinTightLimits() {
		assertBounded(new CardinalityLimits(3, 5, 2, 7, 100));
	}

	@Test
	void seriesStayWithinTheTightestLimits() {
		assertBounded(new CardinalityLimits(1, 1, 1, 1, 1));
	}

	@Test
	void nothingGetsLostInTheFlood() {
		flood(meters(CardinalityLimits.defaults()));
		double total = this.registry.find("tencentcloud.client.requests")
			.timers()
			.stream()
			.mapToDouble((timer) -> timer.count())
			.sum();
		assertThat(total).isEqualTo(6.0 * INVENTED);
		assertThat(this.registry.get("tencentcloud.client.requests")
			.tags("product", "other", "action", "other", "api.region", "other", "code", "other", "policy", "unknown",
					"outcome", "FAILURE")
			.timer()
			.count()).isPositive();
	}

	@Test
	void knownCodesKeepTheirPlace() {
		MicrometerCallMeters meters = meters(new CardinalityLimits(50, 200, 50, 10, 10_000));
		TencentCloudCall call = call("cvm", "DescribeInstances", "ap-guangzhou");
		for (int i = 0; i < INVENTED; i++) {
			meters.call(call, "Invented" + i, "unknown", CallOutcome.FAILURE, 1);
		}
		meters.call(call, "RequestLimitExceeded", "throttled", CallOutcome.FAILURE, 1);
		meters.call(call, "OK", "none", CallOutcome.SUCCESS, 1);
		meters.call(call, "NeverSeen", "unknown", CallOutcome.FAILURE, 1);
		assertThat(values("tencentcloud.client.requests", "code")).hasSize(10 + 3)
			.contains("Invented0", "Invented9", "RequestLimitExceeded", "OK", "other");
		assertThat(this.registry.get("tencentcloud.client.requests").tag("code", "other").timer().count())
			.isEqualTo(INVENTED - 10 + 1);
	}

	@Test
	void successesAndKnownCodesAreSeenEvenWhenAllSeriesAreTaken(CapturedOutput output) {
		MicrometerCallMeters meters = meters(new CardinalityLimits(50, 200, 50, 200, 100));
		flood(meters);
		TencentCloudCall call = call("cvm", "DescribeInstances", "ap-guangzhou");
		meters.call(call, "OK", "none", CallOutcome.SUCCESS, 1);
		meters.call(call, "AuthFailure", "auth", CallOutcome.FAILURE, 1);
		assertThat(this.registry.get("tencentcloud.client.requests")
			.tags("product", "other", "action", "other", "api.region", "other", "code", "OK", "policy", "none",
					"outcome", "SUCCESS")
			.timer()
			.count()).isOne();
		assertThat(this.registry.get("tencentcloud.client.requests")
			.tags("product", "other", "code", "AuthFailure", "policy", "auth", "outcome", "FAILURE")
			.timer()
			.count()).isOne();
		assertThat(output).containsOnlyOnce("tencentcloud.client.requests has reached its share of 100")
			.contains("tencentcloud.resilience.metrics.max-series");
	}

	private void assertBounded(CardinalityLimits limits) {
		flood(meters(limits));
		LINES.forEach((name, lines) -> {
			assertThat(combinations(name)).as(name).isPositive().isLessThanOrEqualTo(limits.maxSeries());
			assertThat(values(name, "product")).hasSizeLessThanOrEqualTo(limits.maxProducts() + 1);
			assertThat(values(name, "action")).hasSizeLessThanOrEqualTo(limits.maxActions() + 1);
			assertThat(values(name, "api.region")).hasSizeLessThanOrEqualTo(limits.maxRegions() + 1);
			assertThat(values(name, "code")).hasSizeLessThanOrEqualTo(limits.maxCodes() + 1);
		});
		Map<String, Long> scraped = this.registry.scrape()
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.collect(Collectors.groupingBy(CardinalityTests::meterName, Collectors.counting()));
		assertThat(scraped).containsOnlyKeys(LINES.keySet());
		scraped.forEach((name, lines) -> assertThat(lines).as(name)
			.isEqualTo((long) combinations(name) * LINES.get(name))
			.isLessThanOrEqualTo((long) limits.maxSeries() * LINES.get(name)));
	}

	/** Each value with a fixed rest, then all of them across. */
	private static void flood(MicrometerCallMeters meters) {
		for (int i = 0; i < INVENTED; i++) {
			measure(meters, call("p" + i, "Describe", "ap-x"), "Code");
			measure(meters, call("p", "Action" + i, "ap-x"), "Code");
			measure(meters, call("p", "Describe", "ap-" + i), "Code");
			measure(meters, call("p", "Describe", "ap-x"), "Code." + i);
			measure(meters, call("p" + i % 97, "Action" + i % 389, "ap-" + i % 53), "Code." + (INVENTED - i) % 331);
			measure(meters, call("p" + i % 47, "Action" + i % 199, "ap-" + i % 43), "Code." + i % 197);
		}
	}

	private static void measure(MicrometerCallMeters meters, TencentCloudCall call, String code) {
		meters.attempt(call, code, "unknown", "fail", 1_000);
		meters.call(call, code, "unknown", CallOutcome.FAILURE, 1_000);
		meters.retry(call, code, RetryResult.EXHAUSTED);
		meters.retryDelay(call, code, 1_000);
	}

	private MicrometerCallMeters meters(CardinalityLimits limits) {
		return new MicrometerCallMeters(this.registry, limits, KNOWN);
	}

	private int combinations(String name) {
		return this.registry.find(name).meters().size();
	}

	private Set<String> values(String name, String tag) {
		return this.registry.find(name)
			.meters()
			.stream()
			.map(Meter::getId)
			.map((id) -> String.valueOf(id.getTag(tag)))
			.collect(Collectors.toSet());
	}

	private static String meterName(String line) {
		return line.substring(0, line.indexOf('{'))
			.replaceAll("(_seconds)?(_total|_count|_sum|_max|_bucket)$", "")
			.replace('_', '.');
	}

	private static TencentCloudCall call(String product, String action, String region) {
		return new TencentCloudCall(product, action, null, region, "localhost", "POST");
	}

}
