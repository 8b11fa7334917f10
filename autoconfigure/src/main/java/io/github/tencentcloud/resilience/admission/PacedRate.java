package io.github.tencentcloud.resilience.admission;

/**
 * How many attempts per second may be sent while the server throttles.
 *
 * <p>
 * The server counts per second, so each throttled answer means that one attempt per
 * second was too many: the rate falls by one. Without throttled answers it rises, slowly
 * at first and then faster and faster, so that it hovers around the quota, and soon finds
 * a new one. Because it falls and rises by absolute amounts, not by fractions, several
 * instances end up with equal shares: whoever sends more is throttled more often. Not
 * thread-safe.
 */
final class PacedRate {

	private static final double SECOND = 1e9;

	/**
	 * The lowest initial rate. An instance that has sent little knows little about the
	 * quota, and its next few calls should not be held back for seconds.
	 */
	private static final double BEGINNING = 5;

	/** How much the rate rises per second, right after it fell. */
	private static final double GROWTH = 0.3;

	/** After that many seconds it rises twice as fast. */
	private static final double PATIENCE = 2.5;

	/** A higher rate rises faster, or large quotas would never be found again. */
	private static final double USUAL_QUOTA = 20;

	/** Over how many seconds the actual rate is smoothed. */
	private static final double SMOOTHING = 2;

	private static final double MOST = 1e6;

	private final double min;

	private final long began;

	private double base;

	private double growth;

	private long since;

	private double measured;

	private long lastSent;

	/**
	 * Start pacing.
	 * @param min the lowest rate
	 * @param recent how many attempts succeeded within the last second
	 * @param now the current time
	 */
	PacedRate(double min, double recent, long now) {
		this.min = min;
		this.began = now;
		this.lastSent = now;
		this.measured = recent;
		set(Math.max(recent, BEGINNING), now);
	}

	double perSecond(long now) {
		double seconds = (now - this.since) / SECOND;
		double impatience = seconds / PATIENCE;
		return Math.min(this.base + this.growth * seconds * (1 + impatience * impatience / 3), MOST);
	}

	/** The time between two attempts, in nanoseconds. */
	long interval(long now) {
		return (long) (SECOND / perSecond(now));
	}

	/** When it last fell. */
	long since() {
		return this.since;
	}

	/** An attempt goes out. */
	void sent(long now) {
		double fading = Math.exp((this.lastSent - now) / SECOND / SMOOTHING);
		this.measured = this.measured * fading + 1 / SMOOTHING;
		this.lastSent = now;
	}

	/**
	 * An attempt succeeded. If it was sent before pacing began, it had its share of the
	 * quota.
	 */
	void succeeded(long sent) {
		if (sent - this.began < 0) {
			riseFrom(this.base + 1);
		}
	}

	/**
	 * An attempt was throttled. If it was sent before pacing began, that is no news. A
	 * rate that is not fully used says little; then the actual rate counts.
	 */
	void throttled(long sent, long now) {
		if (sent - this.began >= 0) {
			double used = this.measured * Math.exp((this.lastSent - now) / SECOND / SMOOTHING);
			set(Math.min(perSecond(now), 1.5 * used + 1) - 1, now);
		}
	}

	private void set(double rate, long now) {
		riseFrom(rate);
		this.since = now;
	}

	private void riseFrom(double rate) {
		this.base = Math.max(rate, this.min);
		this.growth = GROWTH * Math.max(this.base / USUAL_QUOTA, 1);
	}

}
