package io.github.tencentcloud.resilience.client;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Looks at a body with an {@link Inspector}, which may be wrong: after its first
 * exception it is not asked any more, so that the body goes on unseen.
 */
final class Inspection implements AutoCloseable {

	private final Inspector inspector;

	/** Written by who reads the body, asked for by who ends the attempt too. */
	private volatile @Nullable LibraryFault fault;

	/**
	 * Create an inspection.
	 * @param inspector looks at each buffer
	 * @param limit from which size on the body is not kept any more, counted as it is
	 * once it is decoded
	 */
	Inspection(Inspector inspector, long limit) {
		inspector.limit(limit);
		this.inspector = inspector;
	}

	/** What the inspector has thrown, if it has. */
	@Nullable LibraryFault fault() {
		return this.fault;
	}

	void inspect(DataBuffer buffer) {
		if (this.fault != null) {
			return;
		}
		try {
			this.inspector.inspect(buffer);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	/** The verdict, once the body has ended; {@code null} if there was a fault. */
	@Nullable EnvelopeVerdict end() {
		return verdict(Inspector::end);
	}

	/**
	 * As {@link Inspector#content}.
	 * @throws LibraryFault if it cannot be told what the content is
	 */
	@Nullable DataBuffer content(DataBuffer buffer, long offset) {
		LibraryFault fault = this.fault;
		if (fault != null) {
			throw fault;
		}
		try {
			return this.inspector.content(buffer, offset);
		}
		catch (RuntimeException | LinkageError ex) {
			throw failed(ex);
		}
	}

	boolean hasError() {
		return this.fault == null && this.inspector.hasError();
	}

	boolean isOverLimit() {
		return this.inspector.isOverLimit();
	}

	boolean isGivenUp() {
		return this.fault == null && this.inspector.isGivenUp();
	}

	boolean isPlain() {
		return this.fault == null && this.inspector.isPlain();
	}

	boolean isSettled() {
		return this.fault == null && this.inspector.isSettled();
	}

	/** The verdict on a body that has an error; {@code null} if there was a fault. */
	@Nullable EnvelopeVerdict breakOff() {
		return verdict(Inspector::breakOff);
	}

	private @Nullable EnvelopeVerdict verdict(Function<Inspector, @Nullable EnvelopeVerdict> source) {
		if (this.fault != null) {
			return null;
		}
		try {
			return source.apply(this.inspector);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
			return null;
		}
	}

	boolean hasContent() {
		return this.fault == null && this.inspector.hasContent();
	}

	boolean isStream() {
		return this.inspector.isStream();
	}

	boolean endsWithError() {
		return this.inspector.endsWithError();
	}

	boolean hasBegun() {
		return this.fault == null && this.inspector.hasBegun();
	}

	boolean isAlive() {
		return this.fault == null && this.inspector.isAlive();
	}

	boolean isFinished() {
		return this.fault == null && this.inspector.isFinished();
	}

	/** Take what was thrown by whoever worked with what has been seen. */
	LibraryFault failed(Throwable thrown) {
		LibraryFault fault = LibraryFault.of(thrown);
		this.fault = fault;
		return fault;
	}

	@Override
	public void close() {
		this.inspector.close();
	}

}
