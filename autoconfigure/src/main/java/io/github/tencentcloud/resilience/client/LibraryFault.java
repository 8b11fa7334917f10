package io.github.tencentcloud.resilience.client;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * An exception of this library, thrown while it looked at an answer. That is nobody's
 * fault but its own, so it says nothing about the network or the server.
 */
final class LibraryFault extends RuntimeException {

	private static final String PACKAGE = "io.github.tencentcloud.resilience.";

	private static final int FRAMES = 16;

	private final AtomicBoolean told = new AtomicBoolean();

	private LibraryFault(Throwable thrown) {
		super("A fault of tencentcloud-resilience itself, while it looked at an answer: " + place(thrown), thrown, true,
				false);
	}

	/**
	 * Take what was thrown for a fault.
	 * @param thrown what was thrown, which may be a fault already
	 */
	static LibraryFault of(Throwable thrown) {
		return (thrown instanceof LibraryFault fault) ? fault : new LibraryFault(thrown);
	}

	/** Whether nobody has been told of this fault before; to be asked by who tells. */
	boolean isNews() {
		return this.told.compareAndSet(false, true);
	}

	/** What was thrown. */
	Throwable thrown() {
		return (getCause() != null) ? getCause() : this;
	}

	/**
	 * What was thrown and where, without its message: that may quote the answer.
	 */
	String place() {
		return place(thrown());
	}

	private static String place(Throwable thrown) {
		StackTraceElement[] trace = thrown.getStackTrace();
		return thrown.getClass().getName() + " at "
				+ Arrays.stream(trace)
					.limit(FRAMES)
					.map((frame) -> frame.getClassName().replace(PACKAGE, "") + "." + frame.getMethodName() + ":"
							+ frame.getLineNumber())
					.collect(Collectors.joining(" < "));
	}

}
