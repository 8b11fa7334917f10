package io.github.tencentcloud.resilience.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.BoundedMap;

/**
 * The time as each server sees it: the application's clock plus an offset. The server
 * accepts a signature for five minutes. When it has refused one as expired, its
 * {@code Date} header shows its own time.
 * <p>
 * A {@code Date} may be wrong, too, especially that of a proxy. So it is believed only if
 * it contradicts the time with which the refused request was signed; and a correction
 * that is refused in turn is undone and not repeated for a minute, so that a correct
 * clock stays correct. Many requests may be under way meanwhile: each is judged by the
 * offset with which it was signed.
 */
public class ServerClock {

	private static final Logger logger = LoggerFactory.getLogger(ServerClock.class);

	/** Closer than this, the two times agree; the server tolerates five minutes. */
	private static final Duration AGREEMENT = Duration.ofMinutes(1);

	/** A correction refused before this age never held; an older one is out of date. */
	private static final Duration PROBATION = Duration.ofMinutes(10);

	private static final Duration DISTRUST = Duration.ofMinutes(1);

	private final Clock clock;

	private final BoundedMap<String, Correction> corrections = BoundedMap.remembering();

	/**
	 * Create the clock.
	 * @param clock the application's clock
	 */
	public ServerClock(Clock clock) {
		this.clock = clock;
	}

	/**
	 * The time by which a host judges signatures.
	 * @param host the host, as in a call's identity
	 * @return the application's time, corrected by {@link #offset(String)}
	 */
	public Instant now(String host) {
		return at(offset(host));
	}

	/**
	 * What the application's clock is behind a host.
	 * @param host the host, as in a call's identity
	 * @return the offset; negative if the application is ahead, zero if nothing is known
	 */
	public Duration offset(String host) {
		Correction correction = this.corrections.get(host);
		return (correction != null) ? correction.offset() : Duration.ZERO;
	}

	/**
	 * What the application's clock is behind each host that ever had to be corrected.
	 * @return offsets by host
	 */
	public Map<String, Duration> offsets() {
		Map<String, Duration> offsets = new TreeMap<>();
		this.corrections.forEach((host, correction) -> offsets.put(host, correction.offset()));
		return offsets;
	}

	/**
	 * Learn from a refused signature that was made with the present time. Where requests
	 * run side by side, use {@link #learn(String, String, Duration)}.
	 * @param host the host that refused it
	 * @param dateHeader the response's {@code Date}, or {@code null} if it has none
	 * @return whether the host's time is another one now, so that repeating is worth it
	 */
	public boolean learn(String host, @Nullable String dateHeader) {
		return learn(host, dateHeader, offset(host));
	}

	/**
	 * Learn from a refused signature.
	 * @param host the host that refused it
	 * @param dateHeader the response's {@code Date}, or {@code null} if it has none
	 * @param used the offset that the refused request was signed with
	 * @return whether the host's time is another one now than the request was signed
	 * with, so that repeating it is worth it; {@code false} when a correction has been
	 * taken back, since the request was refused without it before
	 */
	public synchronized boolean learn(String host, @Nullable String dateHeader, Duration used) {
		Correction present = this.corrections.get(host);
		if (!offset(host).equals(used)) {
			return true;
		}
		Instant own = this.clock.instant();
		Duration offset = DateHeader.offset(dateHeader, own);
		if (offset == null || offset.minus(used).abs().compareTo(AGREEMENT) <= 0) {
			takeBack(host, present, own);
			return false;
		}
		if (offset.abs().compareTo(AGREEMENT) <= 0) {
			// Somebody has set the clock right.
			correct(host, Duration.ZERO, own);
			return true;
		}
		if (present != null && present.isYoungerThan(present.isTakenBack() ? DISTRUST : PROBATION, own)) {
			takeBack(host, present, own);
			return false;
		}
		correct(host, offset, own);
		return true;
	}

	/**
	 * The time with an offset that was looked up before.
	 * @param offset the offset
	 * @return the application's time, corrected by it
	 */
	public Instant at(Duration offset) {
		return this.clock.instant().plus(offset);
	}

	private void correct(String host, Duration offset, Instant own) {
		this.corrections.put(host, new Correction(offset, own));
		if (!offset.isZero()) {
			logger.warn(
					"The clock of this machine is {} {} that of {}, which refused a signature as expired. "
							+ "Requests to it are signed with its time from now on. Correct the clock of this machine.",
					RoundedDuration.of(offset), offset.isNegative() ? "ahead of" : "behind", host);
		}
	}

	private void takeBack(String host, @Nullable Correction present, Instant own) {
		if (present != null && !present.isTakenBack()) {
			this.corrections.put(host, new Correction(Duration.ZERO, own));
			logger.warn("A signature with the time of {} was refused as expired again. "
					+ "Requests to it are signed with the time of this application again.", host);
		}
	}

	/**
	 * What a host's time is off by, and when that was found. An offset of zero stands for
	 * one taken back.
	 */
	private record Correction(Duration offset, Instant time) {

		boolean isTakenBack() {
			return this.offset.isZero();
		}

		boolean isYoungerThan(Duration age, Instant now) {
			return Age.isBelow(age, this.time, now);
		}

	}

}
