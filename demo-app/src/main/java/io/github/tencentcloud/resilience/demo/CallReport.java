package io.github.tencentcloud.resilience.demo;

import java.time.Duration;

import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

/**
 * What became of a call.
 *
 * @param product the product
 * @param action the action
 * @param code {@code OK} or the code of the error
 * @param policy the policy that decided, {@code none} on success
 * @param attempts how many HTTP requests it took, 0 if the circuit breaker was open
 * @param took how long the caller waited
 */
record CallReport(String product, String action, String code, String policy, int attempts, Duration took) {

	static CallReport of(TencentCloudCallResult result) {
		return new CallReport(result.call().product(), result.call().action(), result.code(), result.policy(),
				result.attempts(), Duration.ofNanos(result.elapsedNanos()));
	}

	boolean isSuccess() {
		return this.code.equals("OK");
	}

	@Override
	public String toString() {
		return "%s.%s → %s → %s, %d %s, %d ms".formatted(this.product, this.action, this.code, this.policy,
				this.attempts, (this.attempts == 1) ? "attempt" : "attempts", this.took.toMillis());
	}

}
