package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.client.CallSettings;

/**
 * Time limits.
 *
 * @param attempt Limit of one attempt, headers and body. For a stream, the wait for the
 * first event and the longest silence after it.
 * @param call Limit of a call, its attempts and the waits between them together.
 */
record TimeoutProperties(@Nullable Duration attempt, @Nullable Duration call) {

	static final TimeoutProperties DEFAULTS = new TimeoutProperties(CallSettings.DEFAULTS.attemptTimeout(),
			CallSettings.DEFAULTS.callTimeout());

	static final TimeoutProperties NONE = new TimeoutProperties(null, null);

}
