package io.github.tencentcloud.resilience.telemetry;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * An exception of this library itself, thrown while it inspected an answer. It says
 * nothing about the network or the server.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class LibraryFault extends RuntimeException {

	private static final String PACKAGE = "io.github.tencentcloud.resilience.";

	private static final int FRAMES = 16;

	/** Whether it has been logged. */
	private final AtomicBoolean told = new AtomicBoolean();

	private LibraryFault(Throwable thrown) {
		super("A fault of tencentcloud-resilience itself, while it inspected an answer: " + place(thrown), thrown, true,
				false);
	}

	/**
	 * Treat what was thrown as a fault.
	 * @param thrown what was thrown, which may already be a fault
	 * @return the fault
	 */
	public static LibraryFault of(Throwable thrown) {
		return (thrown instanceof LibraryFault fault) ? fault : new LibraryFault(thrown);
	}

	/** Whether it has not been logged before; for whoever logs it. */
	boolean isNews() {
		return this.told.compareAndSet(false, true);
	}

	/**
	 * What was thrown.
	 * @return the exception
	 */
	public Throwable thrown() {
		return (getCause() != null) ? getCause() : this;
	}

	/**
	 * What was thrown, and where; without its message, which may quote the answer.
	 * @return the class of the exception and the first frames of its stack trace
	 */
	public String place() {
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
