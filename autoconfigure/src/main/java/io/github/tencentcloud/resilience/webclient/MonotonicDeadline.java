package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.engine.CallDeadline;

/**
 * When a limit ends that began in this application. The context has the point in time for
 * all who want to read it; should somebody set the clock meanwhile, this one still knows
 * how much is left.
 *
 * @param instant the point in time that is in the context
 * @param end the same by the time that timers run by
 */
record MonotonicDeadline(Instant instant, long end) {

	private static final Time TIME = new ReactorTime();

	/** The point in time when a limit ends that begins now. */
	static Instant pointInTime(Duration limit) {
		return TIME.instant().plus(CallDeadline.bounded(limit));
	}

	/** A deadline so much later than now. */
	static MonotonicDeadline after(Duration limit) {
		return new MonotonicDeadline(pointInTime(limit), TIME.nanos() + CallDeadline.bounded(limit).toNanos());
	}

	/**
	 * What is left of the deadline in a context, or the deadline itself if nobody knows
	 * better.
	 */
	static @Nullable Object left(ContextView context) {
		Object deadline = context.getOrDefault(TencentCloudContext.DEADLINE, null);
		MonotonicDeadline steady = context.getOrDefault(MonotonicDeadline.class, null);
		return (steady != null && steady.instant().equals(deadline)) ? Duration.ofNanos(steady.end() - TIME.nanos())
				: deadline;
	}

}
