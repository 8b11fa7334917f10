package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that goes by only when a test says so. Alarms come on the thread that lets it go
 * by, one after another.
 */
public final class VirtualTime implements Time {

	private final PriorityQueue<Entry> alarms = new PriorityQueue<>(
			Comparator.comparingLong(Entry::time).thenComparingLong(Entry::number));

	private long now;

	private long count;

	/** An hour after the epoch. */
	public VirtualTime() {
		this.now = Duration.ofHours(1).toNanos();
	}

	@Override
	public synchronized long nanos() {
		return this.now;
	}

	@Override
	public Instant instant() {
		return Instant.EPOCH.plusNanos(nanos());
	}

	@Override
	public synchronized Alarm alarm(long delayNanos, Runnable task) {
		Entry entry = new Entry(this.now + Math.max(delayNanos, 0), this.count++, task);
		this.alarms.add(entry);
		return () -> cancel(entry);
	}

	private synchronized void cancel(Entry entry) {
		this.alarms.remove(entry);
	}

	/** How many alarms are still to come. */
	public synchronized int alarms() {
		return this.alarms.size();
	}

	/** Everything that is due by then happens, at its time. */
	public void advance(Duration duration) {
		long end = nanos() + duration.toNanos();
		for (Entry entry = due(end); entry != null; entry = due(end)) {
			entry.task.run();
		}
		synchronized (this) {
			this.now = end;
		}
	}

	private synchronized Entry due(long end) {
		Entry next = this.alarms.peek();
		if (next == null || next.time > end) {
			return null;
		}
		this.now = Math.max(this.now, next.time);
		return this.alarms.remove();
	}

	private record Entry(long time, long number, Runnable task) {

	}

}
