package io.github.tencentcloud.resilience.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The application instance by which {@code docs/metrics.md} computes: 4 products of 5
 * actions each in 2 regions, and every call meets 6 codes, {@code OK} among them. One
 * action of each product has items, which meet 4 codes, and another one is paced.
 */
final class SeriesModel {

	/** The errors with their policies; the first two ask for a retry. */
	private static final Map<String, String> ERRORS = Map.of("RequestLimitExceeded", "throttled", "InternalError",
			"transient", "AuthFailure.SignatureFailure", "auth", "InvalidParameterValue", "invalid",
			"UnauthorizedOperation", "permission");

	private static final List<String> RETRIED = List.of("RequestLimitExceeded", "InternalError");

	private static final List<String> ITEMS = List.of("OK", "LimitExceeded.PhoneNumberDailyLimit",
			"FailedOperation.PhoneNumberInBlacklist", "InvalidParameterValue.IncorrectPhoneNumber");

	private SeriesModel() {
	}

	static void run(MeterRegistry registry) {
		CallMeters meters = new MicrometerCallMeters(registry, CardinalityLimits.defaults(), (code) -> true);
		CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(registry);
		new LibraryInfoGauge("1.0.0", "enforce").bindTo(registry);
		for (String product : names("product", 4)) {
			meters.retryBudget(product, () -> 500);
			meters.clockOffset(product, () -> 0);
			for (String region : names("region", 2)) {
				breakers.circuitBreaker("tencentcloud-" + product + "-" + region);
				for (String action : names("Action", 5)) {
					measure(meters, new TencentCloudCall(product, product + action, null, region, "localhost", "POST"));
				}
			}
		}
	}

	private static void measure(CallMeters meters, TencentCloudCall call) {
		long nanos = Duration.ofMillis(80).toNanos();
		if (call.action().endsWith("Action0")) {
			ITEMS.forEach((code) -> meters.items(call, code, 1));
		}
		if (call.action().endsWith("Action1")) {
			meters.pacing(call, nanos);
		}
		meters.attempt(call, "OK", "none", "none", nanos);
		meters.call(call, "OK", "none", CallOutcome.SUCCESS, nanos);
		ERRORS.forEach((code, policy) -> {
			meters.attempt(call, code, policy, "fail", nanos);
			meters.call(call, code, policy, CallOutcome.FAILURE, nanos);
		});
		for (String code : RETRIED) {
			meters.retryDelay(call, code, nanos);
			meters.retry(call, code, RetryResult.RECOVERED);
			meters.retry(call, code, RetryResult.EXHAUSTED);
		}
	}

	private static List<String> names(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> prefix + i).toList();
	}

}
