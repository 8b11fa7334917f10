package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.engine.CallSettings;

/**
 * Time limits.
 *
 * @param attempt Limit of one attempt, headers and body. For a stream, the wait for the
 * first event, unless that has its own limit, and the longest silence after it.
 * @param call Limit of a call, its attempts and the waits between them together.
 * @param firstEvent Limit of the wait for the first event of a stream, which starts again
 * with each comment before it. If not set, the limit of an attempt.
 */
record TimeoutProperties(@Nullable Duration attempt, @Nullable Duration call, @Nullable Duration firstEvent) {

	static final TimeoutProperties DEFAULTS = new TimeoutProperties(CallSettings.DEFAULTS.attemptTimeout(),
			CallSettings.DEFAULTS.callTimeout(), null);

	static final TimeoutProperties NONE = new TimeoutProperties(null, null, null);

}
