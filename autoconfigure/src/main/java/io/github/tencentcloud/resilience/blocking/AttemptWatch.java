package io.github.tencentcloud.resilience.blocking;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.AttemptTimer;

/**
 * Ends an attempt whose time is up although its client would wait on: cancels it if the
 * client can do that, otherwise interrupts the thread that sends, and closes the body
 * under the one that reads.
 *
 * <p>
 * The thread of the caller says where it is, the timer comes on another one; both hold
 * the lock meanwhile. So there is no interrupt of ours any more once {@link #sent} has
 * returned. One of somebody else's stays, unless it comes after ours and before the
 * client has let go: then nobody can tell the two apart, and it is lost with ours.
 */
final class AttemptWatch implements AttemptTimer.Limited {

	private enum Phase {

		SENDING, HOLDING, IDLE, READING, OVER

	}

	private final AttemptTimer timer;

	private final AttemptLimit limit;

	private final Thread thread = Thread.currentThread();

	/** Whether there is anything to watch but the end of the call. */
	private final boolean watching;

	private Phase phase = Phase.SENDING;

	private @Nullable Received received;

	private @Nullable Runnable canceller;

	/** When the read under way has to end. */
	private volatile long readEnds;

	private volatile boolean reading;

	/** It has ended what it watched. */
	private boolean rung;

	/** It has interrupted the thread that sends. */
	private boolean interrupted;

	private AttemptWatch(AttemptTimer timer, AttemptLimit limit, boolean watching) {
		this.timer = timer;
		this.limit = limit;
		this.watching = watching;
	}

	/**
	 * Watch an attempt that this thread is about to send.
	 * @param timer tells when its time is up
	 * @param limit how long it may take
	 * @param limited whether its client gives up by itself if there is silence for as
	 * long as the limit of an attempt. It does not when it waits for a connection, or
	 * bytes drip, so it is watched until the end of the call.
	 */
	static AttemptWatch over(AttemptTimer timer, AttemptLimit limit, boolean limited) {
		AttemptWatch watch = new AttemptWatch(timer, limit, limit.isSet() && !limited);
		if (limit.isSet()) {
			timer.begin(watch);
		}
		return watch;
	}

	@Override
	public long limit() {
		if (this.reading) {
			return this.readEnds;
		}
		return this.watching ? this.limit.time() : this.limit.deadline();
	}

	@Override
	public synchronized void timeIsUp() {
		if (limit() - this.limit.now() > 0) {
			// It has begun to read meanwhile.
			this.timer.begin(this);
			return;
		}
		switch (this.phase) {
			case SENDING, HOLDING, READING -> end();
			case IDLE, OVER -> {
				// Nobody waits.
			}
		}
	}

	private void end() {
		this.rung = true;
		if (this.canceller != null) {
			this.canceller.run();
		}
		if (this.received != null) {
			// For Jetty, the exchange may be over while somebody still reads its body.
			close(this.received);
		}
		else if (this.canceller == null && !this.thread.isInterrupted()) {
			// One that is there already is not ours to take back.
			this.interrupted = true;
			this.thread.interrupt();
		}
	}

	/** Hear of a better way to end it. */
	synchronized void cancelBy(Runnable canceller) {
		this.canceller = canceller;
		if (this.rung) {
			canceller.run();
		}
	}

	/**
	 * The client has sent the attempt, or has failed to.
	 * @param received what came, if anything did
	 * @return whether its time was up before
	 */
	synchronized boolean sent(@Nullable Received received) {
		this.received = received;
		if (received == null) {
			return over();
		}
		this.phase = Phase.HOLDING;
		takeInterruptBack();
		return this.rung;
	}

	/** The limit has come nearer. */
	void comesNearer() {
		if (this.watching) {
			this.timer.begin(this);
		}
	}

	/**
	 * The body goes on to the caller, or has ended.
	 * @return whether its time was up before
	 */
	synchronized boolean released() {
		if (this.phase == Phase.HOLDING) {
			this.phase = Phase.IDLE;
			this.timer.end(this);
		}
		return this.rung;
	}

	/**
	 * The caller waits for more of it.
	 * @param endless whether it may outlast its call, as a stream may
	 */
	synchronized void reading(boolean endless) {
		if (this.phase != Phase.IDLE || !(this.watching || (this.limit.isSet() && !endless))) {
			return;
		}
		long deadline = this.limit.deadline();
		long silence = this.limit.now() + this.limit.idleTimeout().toNanos();
		this.phase = Phase.READING;
		this.readEnds = (!this.watching || (!endless && deadline - silence < 0)) ? deadline : silence;
		this.reading = true;
		this.timer.begin(this);
	}

	/**
	 * Something has come.
	 * @return whether its time was up before
	 */
	synchronized boolean read() {
		if (this.phase == Phase.READING) {
			this.phase = Phase.IDLE;
			this.timer.end(this);
		}
		return this.rung;
	}

	/**
	 * There is nothing to watch any more.
	 * @return whether its time was up before
	 */
	synchronized boolean over() {
		takeInterruptBack();
		this.phase = Phase.OVER;
		this.timer.end(this);
		return this.rung;
	}

	private void takeInterruptBack() {
		if (this.interrupted) {
			this.interrupted = false;
			Thread.interrupted();
		}
	}

	/**
	 * Break a response off, on a thread of its own: some clients wait for the rest of the
	 * body.
	 */
	static void close(Received received) {
		Thread closing = new Thread(received::abort, "tencentcloud-close");
		closing.setDaemon(true);
		closing.start();
	}

}
