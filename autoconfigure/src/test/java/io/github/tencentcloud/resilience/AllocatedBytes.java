package io.github.tencentcloud.resilience;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

import com.sun.management.ThreadMXBean;

/**
 * What something allocates on this thread: a measure of work that, other than time, does
 * not depend on the machine and on what else it does.
 */
public final class AllocatedBytes {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private AllocatedBytes() {
	}

	/** How many bytes it takes. */
	public static long of(Callable<?> work) throws Exception {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		work.call();
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

}
