package io.github.tencentcloud.resilience;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Virtual threads, which Java 17 does not know.
 */
public final class VirtualThreads {

	private VirtualThreads() {
	}

	/**
	 * An executor with a virtual thread for each task.
	 * @return the executor
	 */
	public static ExecutorService executor() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Run something on a virtual thread, and wait for it.
	 * @param task what to run
	 */
	public static void run(ThrowingCallable task) {
		ExecutorService threads = executor();
		try {
			assertThat(threads.submit(() -> catchThrowable(task))).succeedsWithin(2, TimeUnit.MINUTES).isNull();
		}
		finally {
			threads.shutdownNow();
		}
	}

}
