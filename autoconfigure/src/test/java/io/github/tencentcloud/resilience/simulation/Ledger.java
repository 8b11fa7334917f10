package io.github.tencentcloud.resilience.simulation;

import java.util.Arrays;

/**
 * What happened in each second, by instance.
 */
final class Ledger {

	/** What is counted. */
	enum Event {

		/** The application makes a call. */
		CALL,

		/** A call has succeeded. */
		SUCCESS,

		/** A call has failed, whatever the reason. */
		FAILURE,

		/** A request reaches the server. */
		ATTEMPT,

		/** A request reaches the endpoint that calls are meant for. */
		AT_PRIMARY,

		/** The server turns a request away, because there are too many. */
		THROTTLED

	}

	private final VirtualTime time;

	private final int[][][] counts;

	Ledger(VirtualTime time, int instances, int seconds) {
		this.time = time;
		this.counts = new int[Event.values().length][instances][seconds + 1];
	}

	void count(Event event, int instance) {
		int[] seconds = this.counts[event.ordinal()][instance];
		int second = (int) this.time.seconds();
		if (second < seconds.length) {
			seconds[second]++;
		}
	}

	/** How often it happened from one second to before another. */
	long sum(Event event, int from, int to) {
		return Arrays.stream(this.counts[event.ordinal()])
			.flatMapToInt((seconds) -> Arrays.stream(seconds, from, to))
			.asLongStream()
			.sum();
	}

	/** How often it happened to one instance. */
	long sum(Event event, int instance, int from, int to) {
		return Arrays.stream(this.counts[event.ordinal()][instance], from, to).asLongStream().sum();
	}

	/** A part in a whole, or a multiple of it. */
	double ratio(Event event, Event whole, int from, int to) {
		return (double) sum(event, from, to) / Math.max(sum(whole, from, to), 1);
	}

}
