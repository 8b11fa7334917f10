package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.engine.CallSettings;

/**
 * Checks numbers of attempts, time limits, sizes and the limits of the meters.
 */
final class LimitChecks {

	/** Beyond this a limit is not a limit, and its nanoseconds no longer fit. */
	private static final Duration LONGEST = Duration.ofDays(365);

	private static final int MOST_ATTEMPTS = 100;

	private final ConfigurationProblems problems;

	LimitChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(TencentCloudResilienceProperties properties) {
		PropertyPath root = PropertyPath.ROOT;
		attempts(root.key("max-attempts"), properties.maxAttempts());
		properties.policies()
			.forEach((name, policy) -> atMost(root.key("policies").name(name).key("max-retries"), policy.maxRetries()));
		check(root.key("timeout"), properties.timeout(), CallSettings.DEFAULTS.callTimeout());
		if (properties.envelope().holdBack().isNegative() || properties.envelope().holdBack().toBytes() == 0) {
			this.problems.add(root.key("envelope").key("hold-back"), "A size must be positive.",
					"Write a number with a unit, such as 256KB or 1MB.");
		}
		check(root.key("metrics"), properties.metrics());
		if (properties.logging().interval().isNegative()) {
			this.problems.add(root.key("logging").key("interval"), "A time must not be negative.",
					"Write 10s, or 0 for a line about each failed call.");
		}
		properties.products()
			.forEach((name, product) -> check(root.key("products").name(name), product,
					callTimeout(properties.timeout(), CallSettings.DEFAULTS.callTimeout())));
	}

	private void check(PropertyPath path, MetricsProperties metrics) {
		this.problems.atLeastOne(path.key("max-products"), metrics.maxProducts());
		this.problems.atLeastOne(path.key("max-actions"), metrics.maxActions());
		this.problems.atLeastOne(path.key("max-regions"), metrics.maxRegions());
		this.problems.atLeastOne(path.key("max-codes"), metrics.maxCodes());
		this.problems.atLeastOne(path.key("max-series"), metrics.maxSeries());
	}

	private void check(PropertyPath path, ProductProperties product, Duration callTimeout) {
		attempts(path.key("max-attempts"), product.maxAttempts());
		check(path.key("timeout"), product.timeout(), callTimeout);
		Duration callTimeoutOfProduct = callTimeout(product.timeout(), callTimeout);
		product.actions().forEach((name, action) -> {
			PropertyPath actionPath = path.key("actions").name(name);
			attempts(actionPath.key("max-attempts"), action.maxAttempts());
			check(actionPath.key("timeout"), action.timeout(), callTimeoutOfProduct);
		});
	}

	private void check(PropertyPath path, @Nullable TimeoutProperties timeout, Duration inherited) {
		if (timeout != null) {
			positive(path.key("attempt"), timeout.attempt());
			positive(path.key("call"), timeout.call());
			positive(path.key("first-event"), timeout.firstEvent());
			Duration call = callTimeout(timeout, inherited);
			if (timeout.call() != null || call.equals(CallSettings.DEFAULTS.callTimeout())) {
				withinCall(path.key("attempt"), timeout.attempt(), call, "No attempt takes that long");
			}
			withinCall(path.key("first-event"), timeout.firstEvent(), call,
					"No stream waits that long for its first event");
		}
	}

	private static Duration callTimeout(@Nullable TimeoutProperties timeout, Duration inherited) {
		return (timeout != null && timeout.call() != null) ? timeout.call() : inherited;
	}

	/**
	 * An attempt ends with its call, and until its first event a stream does, too. For
	 * attempts that is meant where calls in general are made shorter, but not by somebody
	 * who writes both, or does not know of the default.
	 */
	private void withinCall(PropertyPath path, @Nullable Duration limit, Duration call, String reason) {
		if (limit != null && limit.compareTo(call) > 0) {
			this.problems.add(path, reason + ", since timeout.call ends it after " + call.toMillis() + " ms.",
					"Write a shorter time, or a longer timeout.call next to it.");
		}
	}

	private void positive(PropertyPath path, @Nullable Duration duration) {
		if (duration != null && duration.toMillis() < 1) {
			this.problems.add(path, "A time limit must be at least 1ms.",
					"Write a longer one; a very long one, such as 1d, amounts to no limit.");
		}
		else if (duration != null && duration.compareTo(LONGEST) > 0) {
			this.problems.add(path, "A time limit must not be longer than a year.", "Write 365d or less.");
		}
	}

	private void attempts(PropertyPath path, @Nullable Integer number) {
		this.problems.atLeastOne(path, number);
		atMost(path, number);
	}

	private void atMost(PropertyPath path, @Nullable Integer number) {
		if (number != null && number > MOST_ATTEMPTS) {
			this.problems.add(path, "That many attempts help nobody, least of all a service in trouble.",
					"Write " + MOST_ATTEMPTS + " or less.");
		}
	}

}
