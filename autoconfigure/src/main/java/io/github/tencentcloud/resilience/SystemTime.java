package io.github.tencentcloud.resilience;

import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of this machine. Its alarms come from a daemon thread of its own, which starts
 * with the first alarm and ends after being idle for a while.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public class SystemTime implements Time, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SystemTime.class);

	private static final long IDLE_SECONDS = 10;

	/** Guarded by this. */
	private @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Create the time; no thread is started yet.
	 */
	public SystemTime() {
		// Nothing is needed before the first alarm.
	}

	@Override
	public long nanos() {
		return System.nanoTime();
	}

	@Override
	public Instant instant() {
		return Instant.now();
	}

	@Override
	public Alarm alarm(long delayNanos, Runnable task) {
		ScheduledFuture<?> future = schedule(delayNanos, () -> run(task));
		return () -> future.cancel(false);
	}

	private synchronized ScheduledFuture<?> schedule(long delayNanos, Runnable task) {
		ScheduledThreadPoolExecutor executor = this.executor;
		if (executor == null) {
			executor = create();
			this.executor = executor;
		}
		return executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
	}

	private static ScheduledThreadPoolExecutor create() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, SystemTime::thread);
		executor.setRemoveOnCancelPolicy(true);
		executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/** It inherits nothing from the thread that happens to ask first. */
	private static Thread thread(Runnable work) {
		Thread thread = new Thread(null, work, "tencentcloud-time", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(SystemTime.class.getClassLoader());
		return thread;
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			logger.error("An alarm of this library failed", ex);
		}
	}

	/**
	 * End the thread once the alarms that are set have gone off. Alarms set after that,
	 * by a call made while the application stops for example, still work.
	 */
	@Override
	public synchronized void close() {
		if (this.executor != null) {
			this.executor.shutdown();
			this.executor = null;
		}
	}

}
