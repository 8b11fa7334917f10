package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * Inspects a stream of events as they pass.
 */
final class EventInspector extends BodyInspector {

	private final EventStreamReader reader;

	private volatile boolean finished;

	private long lines;

	private boolean alive;

	/**
	 * Create an inspector.
	 * @param format how the stream ends and fails
	 * @param gzip whether the headers say that the stream is compressed
	 */
	EventInspector(StreamFormat format, boolean gzip) {
		this(new EventStreamReader(format), gzip);
	}

	private EventInspector(EventStreamReader reader, boolean gzip) {
		super(reader, gzip);
		this.reader = reader;
	}

	@Override
	public synchronized void inspect(Iterator<ByteBuffer> pieces) {
		super.inspect(pieces);
		this.finished = this.reader.isFinished();
		this.alive = this.reader.lines() > this.lines;
		this.lines = this.reader.lines();
	}

	@Override
	public boolean isStream() {
		return true;
	}

	@Override
	public boolean endsWithError() {
		return true;
	}

	@Override
	public boolean hasBegun() {
		return this.reader.hasEvent();
	}

	@Override
	public boolean isAlive() {
		return this.alive;
	}

	/** To be asked by any thread. */
	@Override
	public boolean isFinished() {
		return this.finished;
	}

}
