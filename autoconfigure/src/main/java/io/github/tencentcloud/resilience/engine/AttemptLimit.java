package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * How long an attempt may wait for its answer. A stream may have more or less time for
 * its first event, and each sign of life before it extends the limit, up to the end of
 * the call. Written by the reader of the body, read by the timer that ends the attempt.
 */
public final class AttemptLimit {

	private final CallOptions options;

	private final long deadline;

	private final Time clock;

	private final long start;

	/** The limit that would apply if the call had no deadline. */
	private volatile long time;

	private volatile boolean stream;

	/**
	 * Create a limit that begins now.
	 * @param options the time limits
	 * @param deadline when the call ends
	 * @param clock tells the time
	 */
	AttemptLimit(CallOptions options, long deadline, Time clock) {
		this.options = options;
		this.clock = clock;
		this.start = clock.nanos();
		this.deadline = deadline;
		this.time = this.start + options.attemptTimeout().toNanos();
	}

	/**
	 * Before the headers arrive, only the caller knows that it will be a stream.
	 * @param expected whether the request asks for one; only called if that matters
	 */
	public void expectsStream(BooleanSupplier expected) {
		Duration firstEvent = this.options.firstEventTimeout();
		if (firstEvent != null && firstEvent.compareTo(this.options.attemptTimeout()) > 0 && expected.getAsBoolean()) {
			this.time = this.start + firstEvent.toNanos();
			this.stream = true;
		}
	}

	/**
	 * A stream waits for its first event.
	 * @return whether its time is up earlier than it was before
	 */
	public boolean streamBegan() {
		this.stream = true;
		long before = this.time;
		this.time = this.start + firstEvent().toNanos();
		return this.time - before < 0;
	}

	/** A line of a stream has arrived, although it is not an event. */
	public void keepAlive() {
		this.time = this.clock.nanos() + firstEvent().toNanos();
	}

	private Duration firstEvent() {
		Duration firstEvent = this.options.firstEventTimeout();
		return (firstEvent != null) ? firstEvent : this.options.attemptTimeout();
	}

	long start() {
		return this.start;
	}

	/**
	 * When the time is up.
	 * @return nanoseconds of the clock of calls
	 */
	public long time() {
		long time = this.time;
		return (this.deadline - time < 0) ? this.deadline : time;
	}

	/**
	 * Whether there is a limit at all.
	 * @return {@code false} if it may take any amount of time
	 */
	public boolean isSet() {
		return !this.options.isUnlimited();
	}

	/**
	 * Whether it is the call's time that is up.
	 * @return {@code true} if the call is over, too
	 */
	public boolean isOfCall() {
		return this.deadline - this.time < 0;
	}

	/**
	 * What time it is by the clock of calls.
	 * @return nanoseconds
	 */
	public long now() {
		return this.clock.nanos();
	}

	/**
	 * What is left.
	 * @return nanoseconds, not positive if the time is up
	 */
	public long left() {
		return time() - this.clock.nanos();
	}

	/**
	 * Whether the time is up.
	 * @return {@code true} if there is no time left
	 */
	public boolean hasPassed() {
		return left() <= 0;
	}

	/**
	 * Whether the time of the call is up.
	 * @return {@code true} if the call has to be over by now
	 */
	public boolean isCallOver() {
		return this.clock.nanos() - this.deadline >= 0;
	}

	/**
	 * The longest time without a byte, for a client that can be told: that of the
	 * attempt, or of the wait for the first event if the request asks for a stream and
	 * that is longer.
	 * @return the limit, or {@code null} if there is none
	 */
	public @Nullable Duration readTimeout() {
		if (!isSet()) {
			return null;
		}
		Duration idle = idleTimeout();
		Duration firstEvent = this.options.firstEventTimeout();
		return (this.stream && firstEvent != null && firstEvent.compareTo(idle) > 0) ? firstEvent : idle;
	}

	/**
	 * When the call has to be over.
	 * @return nanoseconds of the clock of calls
	 */
	public long deadline() {
		return this.deadline;
	}

	/**
	 * The longest silence allowed in a body after the caller has been given it.
	 * @return the longest silence
	 */
	public Duration idleTimeout() {
		return this.options.attemptTimeout();
	}

	/**
	 * Run a task if the caller has not begun to read by then: a caller who forgets about
	 * a body would otherwise hold a connection and a place in the bulkhead for ever.
	 * @param task what to do
	 * @return cancels the task
	 */
	public Time.Alarm whenUnread(Runnable task) {
		return this.clock.alarm(idleTimeout().toNanos(), task);
	}

	/**
	 * Run a task when the call has to be over.
	 * @param task what to do
	 * @return cancels the task
	 */
	public Time.Alarm whenCallIsOver(Runnable task) {
		return this.clock.alarm(Math.max(this.deadline - this.clock.nanos(), 0), task);
	}

	/**
	 * What to tell a caller who begins to read a body too late.
	 * @return the exception
	 */
	public TimeoutException unreadException() {
		return new TimeoutException("Nobody began to read the body within " + idleTimeout().toMillis()
				+ " ms (tencentcloud.resilience.timeout.attempt)");
	}

	/**
	 * What to say if no answer came in time.
	 * @return the exception
	 */
	public TimeoutException timeoutException() {
		return (this.stream && this.options.firstEventTimeout() != null)
				? noAnswer("event", firstEvent(), "first-event") : idleException();
	}

	/**
	 * What to say if the body fell silent after it had begun.
	 * @return the exception
	 */
	public TimeoutException idleException() {
		return noAnswer("complete answer", this.options.attemptTimeout(), "attempt");
	}

	private static TimeoutException noAnswer(String missing, Duration limit, String property) {
		return new TimeoutException("No " + missing + " within " + limit.toMillis()
				+ " ms (tencentcloud.resilience.timeout." + property + ")");
	}

}
