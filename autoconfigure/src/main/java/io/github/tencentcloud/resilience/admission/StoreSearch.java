package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.bucket4j.distributed.proxy.AsyncProxyManager;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.Time;

/**
 * Tries to reach the store until it answers or is no longer wanted, on a thread of its
 * own, since connecting may block.
 */
final class StoreSearch {

	private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

	private static final Duration CONNECTING = Duration.ofSeconds(10);

	private final Callable<AsyncProxyManager<byte[]>> connector;

	private final Probe probe;

	private final Consumer<AsyncProxyManager<byte[]>> found;

	private final Consumer<Throwable> failed;

	private final Time time;

	private final Thread thread;

	private volatile boolean stopped;

	/**
	 * Create the search, without starting it.
	 * @param connector connects to the store; may block, and fail
	 * @param probe makes a test request to the store; may block, and fail
	 * @param found is told of the store, once
	 * @param failed is told of each failed try
	 * @param time the clock for the timeout of a try
	 */
	StoreSearch(Callable<AsyncProxyManager<byte[]>> connector, Probe probe, Consumer<AsyncProxyManager<byte[]>> found,
			Consumer<Throwable> failed, Time time) {
		this.connector = connector;
		this.probe = probe;
		this.found = found;
		this.failed = failed;
		this.time = time;
		this.thread = new Thread(null, this::run, "tencentcloud-rate-limit-store", 0, false);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	void stop() {
		this.stopped = true;
		this.thread.interrupt();
	}

	private void run() {
		while (!this.stopped && !looked()) {
			pause();
		}
	}

	private boolean looked() {
		try {
			AsyncProxyManager<byte[]> store = connect();
			this.probe.ask(store);
			this.found.accept(store);
			return true;
		}
		catch (Exception | Error ex) {
			// Whatever is wrong with a library, the next look may find it mended.
			tellUnlessStopped(
					(ex instanceof ExecutionException && ex.getCause() != null) ? ex.getCause() : Causes.unwrapped(ex));
			return false;
		}
	}

	/** If nothing can interrupt the connector, its failure is at least reported. */
	private AsyncProxyManager<byte[]> connect() throws Exception {
		Time.Alarm alarm = this.time.alarm(CONNECTING.toNanos(), () -> {
			tellUnlessStopped(new TimeoutException());
			this.thread.interrupt();
		});
		try {
			return this.connector.call();
		}
		finally {
			alarm.cancel();
		}
	}

	/** Failures after the search has been stopped concern nobody. */
	private void tellUnlessStopped(Throwable cause) {
		if (!this.stopped) {
			this.failed.accept(cause);
		}
	}

	private void pause() {
		// An alarm that came at the last moment has interrupted nothing.
		Thread.interrupted();
		try {
			if (!this.stopped) {
				TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
			}
		}
		catch (InterruptedException ex) {
			// Either it has been stopped, or it tries again a moment earlier.
		}
	}

	/** Makes a test request to the store. */
	@FunctionalInterface
	interface Probe {

		void ask(AsyncProxyManager<byte[]> store) throws Exception;

	}

}
