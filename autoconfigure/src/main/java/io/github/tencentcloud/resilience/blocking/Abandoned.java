package io.github.tencentcloud.resilience.blocking;

import java.io.InputStream;
import java.lang.ref.Cleaner;

import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.Call;

/**
 * Ends an exchange whose body nobody has any more: it was neither read to its end nor
 * closed, and the collector has found it. Knows all but the body itself, which it would
 * keep otherwise.
 */
final class Abandoned implements Runnable {

	/** Its thread begins with the first body that has no other end. */
	private static final Cleaner CLEANER = Cleaner.create();

	private final Call call;

	private final Attempt attempt;

	private final Received received;

	private volatile boolean over;

	private Abandoned(Call call, Attempt attempt, Received received) {
		this.call = call;
		this.attempt = attempt;
		this.received = received;
	}

	/** Watch a body that its caller has now. */
	static Abandoned watch(InputStream body, Call call, Attempt attempt, Received received) {
		Abandoned abandoned = new Abandoned(call, attempt, received);
		CLEANER.register(body, abandoned);
		return abandoned;
	}

	/** It has ended in another way. */
	void forget() {
		this.over = true;
	}

	/** On the collector's behalf, on a thread that must not wait for a client. */
	@Override
	public void run() {
		if (!this.over) {
			this.call.cancelled(this.attempt);
			AttemptWatch.close(this.received);
		}
	}

}
