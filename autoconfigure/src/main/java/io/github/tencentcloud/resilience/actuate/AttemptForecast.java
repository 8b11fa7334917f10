package io.github.tencentcloud.resilience.actuate;

import java.math.BigDecimal;
import java.time.Duration;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.NetworkErrors;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.Resolution;

/**
 * Says in words what becomes of an attempt that ends with a code.
 */
final class AttemptForecast {

	private final CallSettings settings;

	/**
	 * Create a forecast.
	 * @param settings the settings of the action
	 */
	AttemptForecast(CallSettings settings) {
		this.settings = settings;
	}

	/**
	 * What becomes of an attempt.
	 * @param resolution what the policies say of its code
	 * @param repeatable whether repeating the call does no harm
	 * @return one or more sentences
	 */
	String of(Resolution resolution, boolean repeatable) {
		return switch (this.settings.mode()) {
			case OFF -> "Nothing is done, since the mode is off.";
			case OBSERVE -> "Only counted, since the mode is observe. In enforce: " + enforced(resolution, repeatable);
			case ENFORCE -> enforced(resolution, repeatable);
		};
	}

	private String enforced(Resolution resolution, boolean repeatable) {
		Policy policy = resolution.policy();
		return breaker(policy.decision()) + ((policy.decision() == Decision.FAIL) ? failure(resolution.code())
				: repetition(policy, repeatable || NetworkErrors.neverSent(resolution.code())));
	}

	private static String failure(String code) {
		return CallSignature.tellsOfRotation(code)
				? "The caller gets the error at once, unless this library signs and there is another key by now."
				: "The caller gets the error at once.";
	}

	private static String breaker(Decision decision) {
		return switch (decision) {
			case RETRY -> "The circuit breaker ignores it. ";
			case CIRCUIT_BREAK -> "The circuit breaker counts a failure. ";
			case FAIL -> "The circuit breaker counts a success, since the endpoint answered. ";
		};
	}

	private String repetition(Policy policy, boolean repeatable) {
		if (policy.beforeRetry() == BeforeRetry.NONE && policy.maxRetries() == 0) {
			return "Not repeated, since the policy has no retries.";
		}
		if (!this.settings.retries()) {
			return "Not repeated, since retries are switched off.";
		}
		if (this.settings.maxAttempts() == 1) {
			return "Not repeated, since max-attempts is 1.";
		}
		if (policy.beforeRetry() == BeforeRetry.CORRECT_CLOCK) {
			return "Repeated once and at once, if the clock can be corrected.";
		}
		if (policy.beforeRetry() == BeforeRetry.REFRESH_CREDENTIALS) {
			return "Repeated once and at once, if the credentials can be refreshed.";
		}
		if (policy.onlyIdempotent() && !repeatable) {
			return "Not repeated, since it may have been executed.";
		}
		int retries = Math.min(policy.maxRetries(), this.settings.maxAttempts() - 1);
		return "Repeated up to " + retries + ((retries == 1) ? " time" : " times") + waits(policy)
				+ ", as far as the retry budget and the call's limit of " + text(this.settings.callTimeout())
				+ " allow.";
	}

	private static String waits(Policy policy) {
		if (policy.delay().isZero() && policy.jitter().isZero()) {
			return ", without a wait";
		}
		String waits = ", first after " + text(policy.delay());
		if (!policy.jitter().isZero()) {
			waits += " plus up to " + text(policy.jitter()) + " at random";
		}
		return (policy.multiplier() > 1) ? waits + ", then " + number(policy.multiplier())
				+ " times longer each, at most " + text(policy.maxDelay()) : waits;
	}

	private static String number(double number) {
		return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
	}

	/**
	 * A duration as one writes it in {@code application.yml}.
	 * @param duration the duration
	 * @return for example {@code 500ms} or {@code 5s}
	 */
	static String text(Duration duration) {
		long millis = duration.toMillis();
		return (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
	}

}
