package io.github.tencentcloud.resilience.engine;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.BodyReader;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.GzipDecoder;

/**
 * Looks at a body's buffers as they pass, leaves them as they are, and judges the body. A
 * compressed one is decoded on the side, as far as that is in proportion to what was
 * sent: a few bytes could keep a thread busy for long.
 */
abstract class Inspector implements AutoCloseable {

	/**
	 * What is compressed further than that, and is large, holds hardly anything but the
	 * same again. The format allows for some 1,030; answers come to 5 to 50.
	 */
	private static final int MAX_RATIO = 100;

	/** How many limits an error may be followed by before the rest is not waited for. */
	private static final int MAX_LIMITS = 16;

	private final BodyReader reader;

	private long limit = Long.MAX_VALUE;

	/** What came in. */
	private long received;

	/** What of it is in the reader. */
	private long read;

	/** Whether there was an error at the moment when the body outgrew the limit. */
	private boolean errorAtLimit;

	/** Whether this may well be something else than what is looked for. */
	private boolean doubtful;

	/** Whether the rest is not looked at, whatever it is. */
	private volatile boolean givenUp;

	private boolean undecided;

	private @Nullable GzipDecoder gzip;

	private volatile @Nullable EnvelopeVerdict verdict;

	private boolean closed;

	/**
	 * Create an inspector.
	 * @param reader reads what is in the buffers
	 * @param gzip whether the headers say that the body is compressed
	 */
	Inspector(BodyReader reader, boolean gzip) {
		this.reader = reader;
		this.undecided = gzip;
	}

	/**
	 * Say from which size on the body is not kept any more.
	 * @param limit the most bytes, counted as they are once they are decoded
	 */
	void limit(long limit) {
		this.limit = limit;
	}

	/**
	 * Say that the headers promise something that cannot be read here. They may be wrong,
	 * so what turns out to be readable counts, and only that.
	 */
	void doubt() {
		this.doubtful = true;
	}

	/** Whether the rest is not looked at, so that there is no verdict. */
	boolean isGivenUp() {
		return this.givenUp;
	}

	/** Whether the body is read as it comes, without being decoded. */
	boolean isPlain() {
		return !this.givenUp && this.gzip == null;
	}

	/** Whether the body has outgrown the limit. */
	boolean isOverLimit() {
		return Math.max(this.received, this.read) > this.limit;
	}

	/** Whether nothing that follows could change the verdict. */
	boolean isSettled() {
		return this.verdict != null;
	}

	/**
	 * Look at the next buffer. Synchronized because a cancellation closes on another
	 * thread.
	 * @param pieces the buffer, in as many pieces as it has; they stay as they are
	 */
	synchronized void inspect(Iterator<ByteBuffer> pieces) {
		boolean within = !isOverLimit();
		boolean done = this.closed || isDone();
		while (pieces.hasNext()) {
			ByteBuffer piece = pieces.next();
			this.received += piece.remaining();
			if (!done && !isDone()) {
				look(piece);
			}
		}
		if (done) {
			return;
		}
		if (this.doubtful && !this.errorAtLimit && this.verdict == null && this.reader.isHopeless()) {
			this.givenUp = true;
		}
		if (within && isOverLimit()) {
			this.errorAtLimit = hasError();
		}
	}

	private void look(ByteBuffer piece) {
		try {
			inspect(piece);
		}
		catch (UncheckedIOException ex) {
			settle(new EnvelopeVerdict.Malformed("its compressed data are damaged"));
		}
	}

	private void inspect(ByteBuffer bytes) {
		if (this.undecided && bytes.hasRemaining()) {
			this.undecided = false;
			this.gzip = GzipDecoder.ifNeeded(bytes.get(bytes.position()));
		}
		if (this.gzip != null) {
			decode(this.gzip, bytes);
		}
		else {
			read(bytes);
		}
	}

	private void decode(GzipDecoder gzip, ByteBuffer bytes) {
		ByteBuffer rest = bytes.duplicate();
		ByteBuffer piece = gzip.next(rest);
		while (piece != null) {
			read(piece);
			if (isOverLimit() && this.read / MAX_RATIO > this.received) {
				giveUp();
			}
			piece = isDone() ? null : gzip.next(rest);
		}
	}

	private void read(ByteBuffer bytes) {
		this.reader.read(bytes);
		this.read += bytes.remaining();
		if (this.errorAtLimit && this.read / MAX_LIMITS > this.limit) {
			this.verdict = this.reader.breakOff();
		}
	}

	private void giveUp() {
		if (this.reader.hasError()) {
			this.verdict = this.reader.breakOff();
		}
		else {
			this.givenUp = true;
		}
	}

	private void settle(EnvelopeVerdict verdict) {
		boolean unreadable = this.doubtful && !this.errorAtLimit && !isReadable(verdict);
		if (unreadable && (this.received > 0 || isStream())) {
			this.givenUp = true;
		}
		else {
			this.verdict = verdict;
		}
	}

	/** Whether this is what was looked for, although it was doubtful. */
	boolean isReadable(EnvelopeVerdict verdict) {
		return verdict instanceof EnvelopeVerdict.Failure || verdict instanceof EnvelopeVerdict.Success;
	}

	private boolean isDone() {
		return this.givenUp || this.verdict != null;
	}

	/** Whether an error is certain, whatever may follow. */
	boolean hasError() {
		return !this.givenUp && this.reader.hasError();
	}

	/**
	 * The verdict, once the body has ended.
	 * @return the verdict, or {@code null} if not all of the body was looked at
	 */
	synchronized @Nullable EnvelopeVerdict end() {
		if (this.verdict == null && !this.givenUp) {
			settle(verdict());
		}
		close();
		return this.verdict;
	}

	/** The verdict on a body that nobody waits for, since it has an error. */
	synchronized EnvelopeVerdict breakOff() {
		EnvelopeVerdict verdict = (this.verdict != null) ? this.verdict : this.reader.breakOff();
		this.verdict = verdict;
		return verdict;
	}

	private EnvelopeVerdict verdict() {
		EnvelopeVerdict verdict = this.reader.end();
		return (this.errorAtLimit && verdict instanceof EnvelopeVerdict.Success)
				? new EnvelopeVerdict.Malformed("it tells of an error first, and of none in the end") : verdict;
	}

	/**
	 * Where what there is to unwrap begins, in bytes from the beginning of the body, or
	 * {@code -1} as long as that is not known.
	 */
	long contentStart() {
		return -1;
	}

	/** Where it ends, as above. */
	long contentEnd() {
		return -1;
	}

	/**
	 * Whether this is a stream: a body without an end in sight, that is read as it
	 * arrives.
	 */
	boolean isStream() {
		return false;
	}

	/** Whether an error ends the body, whatever its sender goes on to say. */
	boolean endsWithError() {
		return false;
	}

	/** Whether a stream has begun in a way that promises more, so that it can be read. */
	boolean hasBegun() {
		return false;
	}

	/** Whether the last buffer ended a line of a stream, be it but a comment. */
	boolean isAlive() {
		return false;
	}

	/** Whether everything that matters has arrived, although the body has not ended. */
	boolean isFinished() {
		return false;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.gzip != null) {
			this.gzip.close();
		}
	}

}
