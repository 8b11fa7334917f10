package io.github.tencentcloud.resilience.telemetry;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Time;

/**
 * Logs faults of this library and where in the code they happened, at most once a minute.
 * The message of an exception may quote an answer, so it is left out.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class FaultLog {

	/** The name of the logger: not that of the class, so that it can be set by itself. */
	public static final String LOGGER = "io.github.tencentcloud.resilience.faults";

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private final Time time;

	private final LogThrottle throttle;

	/**
	 * Create the log.
	 * @param time what time it is
	 */
	public FaultLog(Time time) {
		this.time = time;
		this.throttle = new LogThrottle(time.nanos());
	}

	/**
	 * Log a fault, unless it has been logged before.
	 * @param thrown what was thrown
	 * @return the fault
	 */
	public LibraryFault log(Throwable thrown) {
		LibraryFault fault = LibraryFault.of(thrown);
		if (!fault.isNews()) {
			return fault;
		}
		long suppressed = this.throttle.take(this.time.nanos(), INTERVAL);
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
