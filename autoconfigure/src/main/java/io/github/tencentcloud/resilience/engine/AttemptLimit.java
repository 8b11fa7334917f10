package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.github.tencentcloud.resilience.Time;

/**
 * Until when an attempt may wait for its answer. A stream may have more or less time for
 * its first event, and each sign of life before it puts the limit off, up to the end of
 * the call. Whoever reads the body writes, and whoever ends the attempt reads.
 */
public final class AttemptLimit {

	private final CallOptions options;

	private final long deadline;

	private final Time clock;

	private final long start;

	/** What would hold if the call had no end. */
	private volatile long time;

	private volatile boolean stream;

	/**
	 * Create a limit that begins now.
	 * @param options how much time there is
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
	 * Before there are headers, nobody but the caller knows that it will be a stream.
	 * @param expected whether the request asks for one; is asked if that matters
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
	 * @return whether its time is up earlier than was known
	 */
	public boolean streamBegan() {
		this.stream = true;
		long before = this.time;
		this.time = this.start + firstEvent().toNanos();
		return this.time - before < 0;
	}

	/** A line of a stream has come, although it is no event. */
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
	 * @return {@code false} if it may take as long as it likes
	 */
	public boolean isSet() {
		return !this.options.isUnlimited();
	}

	/**
	 * Whether the time that is up is that of the call.
	 * @return {@code true} if the call is over with it
	 */
	public boolean isOfCall() {
		return this.deadline - this.time < 0;
	}

	/**
	 * When the call has to be over.
	 * @return nanoseconds of the clock of calls
	 */
	public long deadline() {
		return this.deadline;
	}

	/**
	 * The longest silence of a body that goes on after the caller has been given it.
	 * @return the longest silence
	 */
	public Duration idleTimeout() {
		return this.options.attemptTimeout();
	}

	/**
	 * Have something done if the caller has begun with nothing by then: who is given a
	 * body and forgets about it would keep a connection and a place for ever.
	 * @param task what to do
	 * @return what cancels it
	 */
	public Time.Alarm whenUnread(Runnable task) {
		return this.clock.alarm(idleTimeout().toNanos(), task);
	}

	/**
	 * What to say to who begins to read a body that has been forgotten.
	 * @return the exception
	 */
	public TimeoutException unreadException() {
		return new TimeoutException("Nobody began to read the body within " + idleTimeout().toMillis()
				+ " ms (tencentcloud.resilience.timeout.attempt)");
	}

	/**
	 * What to say if nothing came in time.
	 * @return the exception
	 */
	public TimeoutException timeoutException() {
		return (this.stream && this.options.firstEventTimeout() != null)
				? noAnswer("event", firstEvent(), "first-event") : idleException();
	}

	/**
	 * What to say if nothing came for as long, although something had come before.
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
