package io.github.tencentcloud.resilience.blocking;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.engine.AttemptLimit;

/**
 * Ends an attempt whose time is up although its client would wait on: cancels it if the
 * client can do that, else interrupts the thread that sends, and closes the body under
 * the one that reads.
 *
 * <p>
 * The thread of the caller says where it is, an alarm comes on another one; both hold the
 * lock meanwhile. So there is no interrupt any more once {@link #sent} has returned. An
 * interrupt of somebody else's that comes at the very same moment is lost with ours.
 */
final class AttemptWatch {

	private enum Phase {

		SENDING, HOLDING, IDLE, READING, OVER

	}

	private final AttemptLimit limit;

	private final Thread thread = Thread.currentThread();

	/** Whether silence in a body that goes on is to be watched. */
	private final boolean silence;

	private Phase phase = Phase.SENDING;

	private @Nullable Received received;

	private Time.@Nullable Alarm alarm;

	/** It has ended what it watched. */
	private boolean rung;

	/** It has interrupted the thread that sends. */
	private boolean interrupted;

	private @Nullable Runnable canceller;

	/** Counts the reads of a body that goes on. */
	private long reads;

	/** The read under way when the alarm was set. */
	private long watched;

	private AttemptWatch(AttemptLimit limit, boolean silence) {
		this.limit = limit;
		this.silence = silence;
	}

	/**
	 * Watch an attempt that this thread is about to send.
	 * @param limit how long it may take
	 * @param limited whether its client gives up by itself if there is silence for as
	 * long as the limit of an attempt
	 */
	static AttemptWatch over(AttemptLimit limit, boolean limited) {
		AttemptWatch watch = new AttemptWatch(limit, !limited);
		if (limit.isSet() && (!limited || limit.isOfCall())) {
			watch.set();
		}
		return watch;
	}

	private synchronized void set() {
		this.alarm = this.limit.whenPassed(this::ring);
	}

	private synchronized void ring() {
		this.alarm = null;
		switch (this.phase) {
			case SENDING, HOLDING -> {
				if (this.limit.left() > 0) {
					set();
				}
				else {
					end();
				}
			}
			case READING -> {
				if (this.watched == this.reads) {
					end();
				}
				else {
					watchSilence();
				}
			}
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
		else if (this.received != null) {
			close(this.received);
		}
		else {
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

	private void watchSilence() {
		this.watched = this.reads;
		this.alarm = this.limit.whenUnread(this::ring);
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
	synchronized void comesNearer() {
		if (this.alarm != null) {
			this.alarm.cancel();
			set();
		}
	}

	/**
	 * The body goes on to the caller, or has ended.
	 * @return whether its time was up before
	 */
	synchronized boolean released() {
		if (this.phase == Phase.HOLDING) {
			this.phase = Phase.IDLE;
			cancel();
		}
		return this.rung;
	}

	/** The caller waits for more of it. */
	synchronized void reading() {
		if (this.silence && this.phase == Phase.IDLE && this.limit.isSet()) {
			this.phase = Phase.READING;
			this.reads++;
			if (this.alarm == null) {
				watchSilence();
			}
		}
	}

	/**
	 * Something has come.
	 * @return whether its time was up before
	 */
	synchronized boolean read() {
		if (this.phase == Phase.READING) {
			this.phase = Phase.IDLE;
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
		cancel();
		return this.rung;
	}

	private void takeInterruptBack() {
		if (this.interrupted) {
			this.interrupted = false;
			Thread.interrupted();
		}
	}

	private void cancel() {
		if (this.alarm != null) {
			this.alarm.cancel();
			this.alarm = null;
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
