package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.engine.CallDeadline;

/**
 * The deadline of a limit that began in this application. The context holds the point in
 * time for everyone to read; this record still knows how much time is left if the system
 * clock is changed meanwhile.
 *
 * @param instant the point in time that is in the context
 * @param end the same on the timers' clock
 */
record MonotonicDeadline(Instant instant, long end) {

	/** Code that writes a context knows no engine whose clock it could ask. */
	private static final Time TIME = new ReactorTime();

	/** When a limit that begins now ends. */
	static Instant pointInTime(Duration limit) {
		return TIME.instant().plus(CallDeadline.bounded(limit));
	}

	/** A deadline that ends after a limit from now on. */
	static MonotonicDeadline after(Duration limit) {
		return new MonotonicDeadline(pointInTime(limit), TIME.nanos() + CallDeadline.bounded(limit).toNanos());
	}

	/**
	 * The time left until the deadline in a context, or the deadline itself if it is not
	 * one of ours.
	 */
	static @Nullable Object left(ContextView context) {
		Object deadline = context.getOrDefault(TencentCloudContext.DEADLINE, null);
		MonotonicDeadline steady = context.getOrDefault(MonotonicDeadline.class, null);
		return (steady != null && steady.instant().equals(deadline)) ? Duration.ofNanos(steady.end() - TIME.nanos())
				: deadline;
	}

}
