package io.github.tencentcloud.resilience.envelope;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Inspects the buffers of a body as they pass, without changing them, and gives a verdict
 * on the body. A compressed body is decoded on the side, as long as that is in proportion
 * to what was sent: a few bytes could keep a thread busy for a long time.
 *
 * <p>
 * The public door of this package.
 */
public abstract class BodyInspector implements AutoCloseable {

	/**
	 * A large body that is compressed further than this holds hardly anything but
	 * repetitions. The format allows a ratio of about 1,030; real answers have 5 to 50.
	 */
	private static final int MAX_RATIO = 100;

	/** How many times the limit may follow an error before the rest is ignored. */
	private static final int MAX_LIMITS = 16;

	private final BodyReader reader;

	private long limit = Long.MAX_VALUE;

	/** The bytes received. */
	private long received;

	/** The bytes passed to the reader. */
	private long read;

	/** Whether there was an error at the moment when the body outgrew the limit. */
	private boolean errorAtLimit;

	/** Whether this may well not be what the reader expects. */
	private boolean doubtful;

	/** Whether the rest is not inspected, whatever it is. */
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
	BodyInspector(BodyReader reader, boolean gzip) {
		this.reader = reader;
		this.undecided = gzip;
	}

	/**
	 * Create an inspector of an envelope.
	 * @param items where the codes of its items are, or {@code null} if nobody counts
	 * them
	 * @param ok the codes of items that succeeded
	 * @param gzip whether the headers say that the body is compressed
	 * @return the inspector
	 */
	public static BodyInspector ofEnvelope(@Nullable ItemPath items, Set<String> ok, boolean gzip) {
		return new EnvelopeInspector(reader(items, ok), gzip);
	}

	/**
	 * Create an inspector of a body that should not be an envelope, a file for example.
	 * @param items where the codes of its items would be, or {@code null}
	 * @param ok the codes of items that succeeded
	 * @param gzip whether the body may be compressed
	 * @return the inspector
	 */
	public static BodyInspector ofOpaque(@Nullable ItemPath items, Set<String> ok, boolean gzip) {
		return new OpaqueInspector(reader(items, ok), gzip);
	}

	/**
	 * Create an inspector of a stream of events.
	 * @param format how the stream ends and fails
	 * @param gzip whether the headers say that the stream is compressed
	 * @return the inspector
	 */
	public static BodyInspector ofEvents(StreamFormat format, boolean gzip) {
		return new EventInspector(format, gzip);
	}

	private static EnvelopeReader reader(@Nullable ItemPath items, Set<String> ok) {
		return (items != null) ? new EnvelopeReader(items, ok) : new EnvelopeReader();
	}

	/**
	 * Set the size beyond which the body is no longer held back.
	 * @param limit the maximum number of bytes, counted after decoding
	 */
	public void limit(long limit) {
		this.limit = limit;
	}

	/**
	 * Declare that the headers announce something that cannot be read here. They may be
	 * wrong, so if the body turns out to be readable, its verdict counts; otherwise it
	 * has none.
	 */
	public void doubt() {
		this.doubtful = true;
	}

	/**
	 * Whether the rest is no longer inspected, so that there is no verdict.
	 * @return {@code true} if the body passes unseen
	 */
	public boolean isGivenUp() {
		return this.givenUp;
	}

	/**
	 * Whether the body is read as it arrives, without being decoded.
	 * @return {@code true} if positions in it are those of the caller's bytes
	 */
	public boolean isPlain() {
		return !this.givenUp && this.gzip == null;
	}

	/**
	 * Whether the body has outgrown the limit.
	 * @return {@code true} if it is larger
	 */
	public boolean isOverLimit() {
		return Math.max(this.received, this.read) > this.limit;
	}

	/**
	 * Whether nothing that follows could change the verdict.
	 * @return {@code true} if the verdict is certain
	 */
	public boolean isSettled() {
		return this.verdict != null;
	}

	/**
	 * Inspect the next buffer. Synchronized because a cancellation closes on another
	 * thread.
	 * @param pieces the buffer, in as many pieces as it has; they stay as they are
	 */
	public synchronized void inspect(Iterator<ByteBuffer> pieces) {
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
			settle(new EnvelopeVerdict.Malformed("its compressed data is damaged"));
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

	/** Whether this is what the reader expected, although it was doubtful. */
	boolean isReadable(EnvelopeVerdict verdict) {
		return verdict instanceof EnvelopeVerdict.Failure || verdict instanceof EnvelopeVerdict.Success;
	}

	private boolean isDone() {
		return this.givenUp || this.verdict != null;
	}

	/**
	 * Whether an error is certain, whatever may follow.
	 * @return {@code true} if there is one
	 */
	public boolean hasError() {
		return !this.givenUp && this.reader.hasError();
	}

	/**
	 * The verdict, once the body has ended.
	 * @return the verdict, or {@code null} if not all of the body was inspected
	 */
	public synchronized @Nullable EnvelopeVerdict end() {
		if (this.verdict == null && !this.givenUp) {
			settle(verdict());
		}
		close();
		return this.verdict;
	}

	/**
	 * The verdict on a body that nobody waits for, since it has an error.
	 * @return the error, or whatever else the body is so far
	 */
	public synchronized EnvelopeVerdict breakOff() {
		EnvelopeVerdict verdict = (this.verdict != null) ? this.verdict : this.reader.breakOff();
		this.verdict = verdict;
		return verdict;
	}

	private EnvelopeVerdict verdict() {
		EnvelopeVerdict verdict = this.reader.end();
		return (this.errorAtLimit && verdict instanceof EnvelopeVerdict.Success)
				? new EnvelopeVerdict.Malformed("it reports an error first, and none in the end") : verdict;
	}

	/**
	 * Where the content to unwrap begins, in bytes from the beginning of the body.
	 * @return the position, or {@code -1} as long as it is not known
	 */
	public long contentStart() {
		return -1;
	}

	/**
	 * Where the content to unwrap ends, in bytes from the beginning of the body.
	 * @return the position, or {@code -1} as long as it is not known
	 */
	public long contentEnd() {
		return -1;
	}

	/**
	 * Whether this is a stream: a body without an end in sight, read as it arrives.
	 * @return {@code true} for a stream
	 */
	public boolean isStream() {
		return false;
	}

	/**
	 * Whether an error ends the body, whatever its sender goes on to say.
	 * @return {@code true} if nothing after an error matters
	 */
	public boolean endsWithError() {
		return false;
	}

	/**
	 * Whether a stream has begun in a way that promises more, so that it can be read.
	 * @return {@code true} if it can be handed on
	 */
	public boolean hasBegun() {
		return false;
	}

	/**
	 * Whether the last buffer ended a line of a stream, even if only a comment.
	 * @return {@code true} if the sender is there
	 */
	public boolean isAlive() {
		return false;
	}

	/**
	 * Whether everything that matters has arrived, although the body has not ended. Any
	 * thread may ask.
	 * @return {@code true} if a reader who stops now misses nothing
	 */
	public boolean isFinished() {
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
