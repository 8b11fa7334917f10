package io.github.tencentcloud.resilience.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds up one side until the other says so.
 */
final class Latch {

	private final CountDownLatch latch;

	Latch() {
		this(1);
	}

	/** A latch that opens once so many have said so. */
	Latch(int count) {
		this.latch = new CountDownLatch(count);
	}

	void open() {
		this.latch.countDown();
	}

	void await() throws InterruptedException {
		if (!this.latch.await(AbstractScenarios.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("Nobody has opened the latch");
		}
	}

}
