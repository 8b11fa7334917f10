package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts roughly how many attempts succeeded within the last second. When throttling
 * begins, that number is this instance's share of the quota. The slots are few and fixed,
 * so that normal traffic costs neither memory nor garbage; keys that share a slot make
 * the count too high, which pacing corrects within seconds. Lock-free.
 */
final class RecentSuccesses {

	private static final int PLACES = 1024;

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final int MOST = 0xFFFF;

	/** A slot holds a second, the count of the previous second, and its own count. */
	private final AtomicLongArray places = new AtomicLongArray(PLACES);

	void add(int hash, long now) {
		int place = place(hash);
		int second = second(now);
		long old = this.places.get(place);
		while (!this.places.compareAndSet(place, old, next(old, second))) {
			old = this.places.get(place);
		}
	}

	private static long next(long old, int second) {
		int latest = (int) (old >>> 32);
		int age = second - latest;
		// Whoever has been held up for a moment counts for the second that has begun
		// since.
		boolean same = age == 0 || age == -1;
		int previous = same ? (int) (old >>> 16) & MOST : (age == 1) ? (int) old & MOST : 0;
		int current = same ? Math.min(((int) old & MOST) + 1, MOST) : 1;
		return ((long) (same ? latest : second) << 32) | ((long) previous << 16) | current;
	}

	/**
	 * How many there were within the last second, assuming that they were evenly spread.
	 */
	double count(int hash, long now) {
		long value = this.places.get(place(hash));
		int age = second(now) - (int) (value >>> 32);
		int previous = (int) (value >>> 16) & MOST;
		int current = (int) value & MOST;
		double left = 1 - (double) Math.floorMod(now, SECOND) / SECOND;
		return (age == 0) ? current + previous * left : (age == 1) ? current * left : 0;
	}

	private static int place(int hash) {
		return (hash ^ (hash >>> 16)) & (PLACES - 1);
	}

	private static int second(long now) {
		return (int) Math.floorDiv(now, SECOND);
	}

}
