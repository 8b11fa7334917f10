package io.github.tencentcloud.resilience.telemetry;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.UntrustedText;

/**
 * Logs one line for each failed call, at a level that depends on its policy:
 * {@code ERROR} where every call fails until somebody acts, {@code INFO} where the caller
 * made a mistake, {@code DEBUG} for expected failures, else {@code WARN}. Calls that fail
 * alike (same product, action and code) get one line per interval, which says how many
 * more there were.
 */
public class FailureLog {

	/**
	 * The name of the logger: not the class name, so that its level can be set
	 * separately.
	 */
	public static final String LOGGER = "io.github.tencentcloud.resilience.failures";

	private static final int MAX_MESSAGE = 500;

	private static final Kind OTHER = new Kind("other", "other", "other");

	private static final Map<String, Level> LEVELS = Map.of("auth", Level.ERROR, "billing", Level.ERROR, "clock",
			Level.ERROR, "credential", Level.ERROR, "invalid", Level.INFO, "expected", Level.DEBUG);

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private final long interval;

	private final Time time;

	private final boolean failures;

	private final BoundedMap<Kind, LogThrottle> turns = BoundedMap.keeping((kind) -> OTHER);

	/**
	 * Create the log.
	 * @param interval the minimum time between two lines about calls that fail alike;
	 * zero logs each of them
	 * @param time the clock
	 */
	public FailureLog(Duration interval, Time time) {
		this(interval.toNanos(), time, true);
	}

	private FailureLog(long interval, Time time, boolean failures) {
		this.interval = interval;
		this.time = time;
		this.failures = failures;
	}

	/**
	 * The same log for calls whose failures are not logged.
	 * @return the log
	 */
	public FailureLog withoutFailures() {
		return new FailureLog(this.interval, this.time, false);
	}

	/**
	 * Whether a failure with this policy could be logged at all.
	 * @param policy the name of the policy
	 * @return {@code true} if its level is enabled
	 */
	public boolean isEnabled(String policy) {
		return this.failures && logger.isEnabledForLevel(level(policy));
	}

	/**
	 * Log a failed call.
	 * @param failure why it failed
	 * @param outcome how it ended
	 */
	public void log(TencentCloudFailure failure, CallOutcome outcome) {
		long suppressed = suppressed(new Kind(failure.product(), failure.action(), failure.code()));
		if (suppressed < 0) {
			return;
		}
		LoggingEventBuilder line = logger.atLevel(level(failure.policy()))
			.addKeyValue(ObservationKeys.PRODUCT, failure.product())
			.addKeyValue(ObservationKeys.ACTION, failure.action())
			.addKeyValue(ObservationKeys.REGION, failure.region())
			.addKeyValue(ObservationKeys.CODE, failure.code())
			.addKeyValue(ObservationKeys.POLICY, failure.policy())
			.addKeyValue(ObservationKeys.DECISION, failure.decision().value())
			.addKeyValue(ObservationKeys.OUTCOME, outcome.name().toLowerCase(Locale.ROOT))
			.addKeyValue(ObservationKeys.ATTEMPTS, failure.attempts())
			.addKeyValue("tencentcloud.duration_ms", failure.elapsed().toMillis())
			.addKeyValue("tencentcloud.suppressed", suppressed);
		if (failure.requestId() != null) {
			line = line.addKeyValue(ObservationKeys.REQUEST_ID, failure.requestId());
		}
		if (failure.retryResult() != null) {
			line = line.addKeyValue("tencentcloud.retry_result", failure.retryResult().value());
		}
		line.log(text(failure, suppressed));
	}

	/**
	 * Log that an answer is passed on without being judged.
	 * @param call the call
	 * @param encoding the value of {@code Content-Encoding}
	 */
	public void unreadable(TencentCloudCall call, String encoding) {
		String name = UntrustedText.name(encoding);
		long suppressed = suppressed(new Kind(call.product(), call.action(), "Content-Encoding " + name));
		if (suppressed >= 0) {
			logger.atWarn()
				.addKeyValue(ObservationKeys.PRODUCT, call.product())
				.addKeyValue(ObservationKeys.ACTION, call.action())
				.addKeyValue(ObservationKeys.REGION, call.region())
				.addKeyValue("tencentcloud.suppressed", suppressed)
				.log("An answer has the Content-Encoding {}, which cannot be read here. It is handed on as it came, and "
						+ "counts as what its status says: an error in it is not seen. Ask for gzip or for no encoding in "
						+ "Accept-Encoding [{}.{}]", name, call.product(), call.action());
		}
	}

	/** As {@link LogThrottle#take} says. */
	private long suppressed(Kind kind) {
		long now = this.time.nanos();
		return this.turns.get(kind, (key) -> new LogThrottle(now)).take(now, this.interval);
	}

	private static Level level(String policy) {
		return LEVELS.getOrDefault(policy, Level.WARN);
	}

	/** Like the exception's message, but shorter. */
	private static String text(TencentCloudFailure failure, long suppressed) {
		StringBuilder text = new StringBuilder(failure.code());
		if (!failure.message().isEmpty()) {
			text.append(": ").append(UntrustedText.shorten(failure.message(), MAX_MESSAGE));
		}
		text.append(" [").append(failure.describe()).append(']');
		if (suppressed > 0) {
			text.append("; ").append(suppressed).append(" more like it since the last such line");
		}
		return text.toString();
	}

	/**
	 * What calls that fail alike have in common.
	 */
	private record Kind(String product, String action, String code) {

	}

}
