package io.github.tencentcloud.resilience.admission;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * Lets Bucket4j use our alarms. Supports only what Bucket4j calls.
 */
final class TimerExecutor extends AbstractExecutorService implements ScheduledExecutorService {

	private final Time time;

	private final LongConsumer listener;

	/**
	 * Create the executor.
	 * @param time provides the alarms
	 * @param listener is told when a wait begins, and its length in nanoseconds
	 */
	TimerExecutor(Time time, LongConsumer listener) {
		this.time = time;
		this.listener = listener;
	}

	@Override
	@SuppressWarnings("NullAway") // Nobody looks at the result.
	public @Nullable ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		this.listener.accept(unit.toNanos(delay));
		this.time.alarm(unit.toNanos(delay), command);
		return null;
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void execute(Runnable command) {
		this.time.alarm(0, command);
	}

	@Override
	public void shutdown() {
		// The timers do not belong to this executor.
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return false;
	}

}
