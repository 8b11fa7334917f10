package io.github.tencentcloud.resilience.client;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.throttle.TimerClock;

/**
 * Tells of faults of this library, once a minute, and where in the code they were. What
 * an exception says about it may quote an answer, so it is left out.
 */
final class FaultLog {

	/** Kept apart from the class, so that it can be set by itself. */
	static final String LOGGER = "io.github.tencentcloud.resilience.faults";

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private final LogTurn turn = new LogTurn(TimerClock.now());

	/**
	 * Tell of a fault, once.
	 * @param thrown what was thrown
	 * @return the fault
	 */
	LibraryFault log(Throwable thrown) {
		LibraryFault fault = LibraryFault.of(thrown);
		if (!fault.isNews()) {
			return fault;
		}
		long suppressed = this.turn.take(TimerClock.now(), INTERVAL);
		if (suppressed < 0) {
			return fault;
		}
		logger
			.error("tencentcloud-resilience failed while it looked at an answer. The answer goes on as it came, where that is"
					+ " possible. This is a fault of the library, please report it: {}; {} more since the last such line",
					fault.place(), suppressed);
		return fault;
	}

}
