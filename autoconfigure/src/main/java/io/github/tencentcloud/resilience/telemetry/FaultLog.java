package io.github.tencentcloud.resilience.telemetry;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Time;

/**
 * Logs faults of this library, and where in the code they happened, at most once a
 * minute. Exception messages are left out, since they may quote an answer.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class FaultLog {

	/**
	 * The name of the logger: not the class name, so that its level can be set
	 * separately.
	 */
	public static final String LOGGER = "io.github.tencentcloud.resilience.faults";

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private final Time time;

	private final LogThrottle throttle;

	/**
	 * Create the log.
	 * @param time the clock
	 */
	public FaultLog(Time time) {
		this.time = time;
		this.throttle = new LogThrottle(time.nanos());
	}

	/**
	 * Log a fault, unless it has already been logged.
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
		logger.error(
				"tencentcloud-resilience failed while it inspected an answer. Where possible, the answer is passed on as it"
						+ " came. This is a bug in the library, please report it: {}; {} more since the last such line",
				fault.place(), suppressed);
		return fault;
	}

}
