package io.github.tencentcloud.resilience.demo.page;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptResult;

/**
 * The attempts of one call, as they end. They end one after another, but on different
 * threads.
 */
class Trail {

	private final List<Attempt> attempts = new ArrayList<>();

	/** When the call began or its last attempt ended, in nanoseconds. */
	private long quietSince;

	Trail(long now) {
		this.quietSince = now;
	}

	/**
	 * An attempt has ended.
	 * @param result what it came to
	 * @param began when it began, in nanoseconds
	 * @param now when it ended
	 * @return the attempt
	 */
	synchronized Attempt ended(TencentCloudAttemptResult result, long began, long now) {
		Attempt attempt = new Attempt(result.code(), result.status(),
				TimeUnit.NANOSECONDS.toMillis(Math.max(0, began - this.quietSince)),
				TimeUnit.NANOSECONDS.toMillis(result.elapsedNanos()), result.requestId());
		this.attempts.add(attempt);
		this.quietSince = now;
		return attempt;
	}

	synchronized List<Attempt> attempts() {
		return List.copyOf(this.attempts);
	}

}
