package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

import reactor.util.context.Context;

/**
 * What calls look up in the Reactor {@link Context} of their subscriber, for use with
 * {@link reactor.core.publisher.Mono#contextWrite(java.util.function.Function)
 * contextWrite}. It reaches every call below, whichever client makes it:
 *
 * <pre class="code">
 * chain.filter(exchange).contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(3)))
 * </pre>
 */
public final class TencentCloudContext {

	/**
	 * The key of the deadline. Its value is an {@link Instant} by which calls have to be
	 * over, or a {@link Duration} that each call may take, counted from its subscription.
	 * Either shortens {@code timeout.call} and never lengthens it; any other value is
	 * ignored.
	 */
	public static final String DEADLINE = TencentCloudContext.class.getName() + ".deadline";

	private TencentCloudContext() {
	}

	/**
	 * All calls below have to be over by a point in time, or by the one already in the
	 * context if that comes first.
	 * @param deadline the point in time
	 * @return what to hand to {@code contextWrite}
	 */
	public static UnaryOperator<Context> deadline(Instant deadline) {
		return (context) -> context.put(DEADLINE, earlier(deadline, context));
	}

	/**
	 * All calls below have to be over within a time limit, counted from the subscription
	 * to this operator, or by the point in time already in the context if that comes
	 * first. It holds even if the system clock is changed meanwhile.
	 * @param limit the time for all of them together
	 * @return what to hand to {@code contextWrite}
	 */
	public static UnaryOperator<Context> deadline(Duration limit) {
		return (context) -> {
			MonotonicDeadline deadline = MonotonicDeadline.after(limit);
			Instant earlier = earlier(deadline.instant(), context);
			Context written = context.put(DEADLINE, earlier);
			return earlier.equals(deadline.instant()) ? written.put(MonotonicDeadline.class, deadline) : written;
		};
	}

	private static Instant earlier(Instant deadline, Context context) {
		Object outer = context.getOrDefault(DEADLINE, null);
		Instant instant = (outer instanceof Duration limit) ? MonotonicDeadline.pointInTime(limit)
				: (outer instanceof Instant known) ? known : deadline;
		return instant.isBefore(deadline) ? instant : deadline;
	}

}
