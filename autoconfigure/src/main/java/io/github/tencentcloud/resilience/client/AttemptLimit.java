package io.github.tencentcloud.resilience.client;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.throttle.TimerClock;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Until when an attempt may wait for its answer. A stream may have more or less time for
 * its first event, and each sign of life before it puts the limit off, up to the end of
 * the call.
 */
final class AttemptLimit {

	private final CallOptions options;

	private final ClientRequest request;

	private final long deadline;

	private final long start = TimerClock.now();

	/** What would hold if the call had no end. */
	private volatile long time;

	private volatile boolean stream;

	private volatile LimitedExchange.@Nullable Limited exchange;

	/**
	 * Create a limit that begins now.
	 * @param options how much time there is
	 * @param request the request, which may accept a stream
	 * @param deadline when the call ends
	 */
	AttemptLimit(CallOptions options, ClientRequest request, long deadline) {
		this.options = options;
		this.request = request;
		this.deadline = deadline;
		this.time = this.start + options.attemptTimeout().toNanos();
		Duration firstEvent = options.firstEventTimeout();
		// Before there are headers, nobody but the caller knows that it will be a stream.
		if (firstEvent != null && firstEvent.compareTo(options.attemptTimeout()) > 0 && acceptsStream()) {
			this.time = this.start + firstEvent.toNanos();
			this.stream = true;
		}
	}

	private boolean acceptsStream() {
		return this.request.headers().getAccept().contains(MediaType.TEXT_EVENT_STREAM);
	}

	long start() {
		return this.start;
	}

	/** When the time is up. */
	long time() {
		long time = this.time;
		return (this.deadline - time < 0) ? this.deadline : time;
	}

	/** Whether there is a limit at all. */
	boolean isSet() {
		return !this.options.isUnlimited();
	}

	/** Whether the time that is up is that of the call. */
	boolean isOfCall() {
		return this.deadline - this.time < 0;
	}

	/** Say whom to tell if the limit comes nearer. */
	void holdsFor(LimitedExchange.Limited exchange) {
		this.exchange = exchange;
	}

	/** Nobody reads the rest of the body any more. */
	void abort() {
		LimitedExchange.Limited exchange = this.exchange;
		if (exchange != null) {
			exchange.abort();
		}
	}

	/** A stream waits for its first event. */
	void streamBegan(HeldBody body) {
		this.stream = true;
		long limit = firstEvent().toNanos();
		body.onSignOfLife(() -> this.time = TimerClock.now() + limit);
		long before = this.time;
		this.time = this.start + limit;
		LimitedExchange.Limited exchange = this.exchange;
		if (this.time - before < 0 && exchange != null) {
			exchange.watch();
		}
	}

	private Duration firstEvent() {
		Duration firstEvent = this.options.firstEventTimeout();
		return (firstEvent != null) ? firstEvent : this.options.attemptTimeout();
	}

	/** What to say if nothing came in time. */
	TimeoutException passed() {
		return (this.stream && this.options.firstEventTimeout() != null) ? silence("event", firstEvent(), "first-event")
				: silence();
	}

	/** What to say if nothing came for as long, although something had come before. */
	TimeoutException silence() {
		return silence("complete answer", this.options.attemptTimeout(), "attempt");
	}

	private static TimeoutException silence(String missing, Duration limit, String property) {
		return new TimeoutException("No " + missing + " within " + limit.toMillis()
				+ " ms (tencentcloud.resilience.timeout." + property + ")");
	}

}
