package io.github.tencentcloud.resilience.engine;

import java.nio.ByteBuffer;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.Items;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * Judges one response, by its status and by its body as it passes. Decides what happens
 * to each buffer, and in the end what the response means. Guarded and merely observed
 * calls of every client are judged here and nowhere else, so that all are reported alike.
 *
 * <p>
 * The judge itself may fail: after its first exception nothing more is inspected, and the
 * body passes unseen. One thread at a time reads; any thread may ask for the fault, and
 * close.
 */
public final class BodyJudge implements AutoCloseable {

	/**
	 * What happens to the buffers that have been read.
	 */
	public enum Hold {

		/** They are held back until more is known. */
		KEEP,

		/** They go to the caller, and so does everything that follows. */
		RELEASE,

		/**
		 * Only what they say is needed, not the buffers; the same goes for what follows.
		 */
		DROP,

		/** Like {@code DROP}, and nothing that follows matters. */
		STOP

	}

	private final ResponseHead head;

	/** How to judge items, or {@code null} if an answer of this kind has none. */
	private final @Nullable ItemRule items;

	private final CallLog log;

	private final boolean decoded;

	private final boolean unwrap;

	/** Whether a success is held to its end, whatever its size. */
	private final boolean whole;

	/** Inspects each buffer, or {@code null} if the status is all there is to judge. */
	private final @Nullable BodyInspector inspector;

	private Hold hold = Hold.KEEP;

	private @Nullable EnvelopeVerdict verdict;

	/** An unreadable answer is reported once. */
	private boolean reported;

	/** Written by the reader of the body, and also read by whoever ends the attempt. */
	private volatile @Nullable LibraryFault fault;

	/**
	 * Create a judge.
	 * @param head the head of the response
	 * @param unwrap whether the caller gets only the content of {@code Response}
	 * @param decoded whether the body has to be decoded before it is read here
	 * @param whole whether a success is held to its end, whatever its size
	 * @param inspector inspects the body, or {@code null} if it is not read
	 * @param items how to judge the items inside a success, or {@code null}
	 * @param log is told of items, and of answers that cannot be judged
	 */
	BodyJudge(ResponseHead head, boolean unwrap, boolean decoded, boolean whole, @Nullable BodyInspector inspector,
			@Nullable ItemRule items, CallLog log) {
		this.head = head;
		this.unwrap = unwrap;
		this.decoded = decoded;
		this.whole = whole;
		this.inspector = inspector;
		this.items = items;
		this.log = log;
	}

	/**
	 * Whether the body is read. If not, there is an answer already.
	 * @return {@code true} if each buffer is to be read
	 */
	public boolean isReading() {
		return this.inspector != null;
	}

	/**
	 * Whether the body has to be decoded before it is read here, since a compressed body
	 * cannot be unwrapped.
	 * @return {@code true} if the reader has to decode it
	 */
	public boolean isDecoded() {
		return this.decoded;
	}

	/**
	 * Inspect the next buffer.
	 * @param pieces the buffer, in as many pieces as it has; they stay as they are
	 * @return what happens to it, and to those held back before it
	 */
	public Hold read(Iterator<ByteBuffer> pieces) {
		BodyInspector inspector = this.inspector;
		if (inspector == null) {
			return Hold.RELEASE;
		}
		if (this.fault == null) {
			try {
				inspector.inspect(pieces);
				this.hold = next(inspector);
			}
			catch (RuntimeException | LinkageError ex) {
				return unread(ex);
			}
		}
		return this.hold;
	}

	/**
	 * A buffer could not be inspected.
	 * @param thrown what was thrown
	 * @return what happens to it, and to those held back before it
	 */
	public Hold unread(Throwable thrown) {
		failed(thrown);
		if (this.hold == Hold.KEEP) {
			this.hold = Hold.RELEASE;
		}
		return this.hold;
	}

	private Hold next(BodyInspector inspector) {
		boolean error = inspector.hasError();
		if (error && inspector.endsWithError()) {
			// A stream that has reported an error need not be read to its end.
			this.verdict = inspector.breakOff();
			return Hold.STOP;
		}
		return switch (this.hold) {
			case KEEP -> waits(inspector, error) ? Hold.KEEP : error ? outgrownByError(inspector) : Hold.RELEASE;
			case DROP -> dropped(inspector);
			default -> this.hold;
		};
	}

	/** What can no longer be inspected has nothing to wait for. */
	private boolean waits(BodyInspector inspector, boolean error) {
		return (!inspector.isOverLimit() || (this.whole && !error)) && !inspector.hasBegun() && !inspector.isGivenUp();
	}

	/**
	 * Where the status makes the failure visible, the caller gets the body as it came.
	 */
	private Hold outgrownByError(BodyInspector inspector) {
		if (!this.head.isSuccessful()) {
			this.verdict = inspector.breakOff();
			return Hold.RELEASE;
		}
		return dropped(inspector);
	}

	private Hold dropped(BodyInspector inspector) {
		if (!inspector.isSettled()) {
			return Hold.DROP;
		}
		this.verdict = inspector.end();
		return Hold.STOP;
	}

	/**
	 * Whether the answer is certain by now, although the body has not ended.
	 * @return {@code true} if nothing that follows changes it
	 */
	public boolean isDecided() {
		return this.hold == Hold.STOP || (this.hold == Hold.RELEASE && !this.head.isSuccessful());
	}

	/**
	 * Record what was thrown by code that worked with what has been read.
	 * @param thrown what was thrown
	 * @return the same, as a fault of this library
	 */
	public LibraryFault failed(Throwable thrown) {
		LibraryFault fault = LibraryFault.of(thrown);
		this.fault = fault;
		return fault;
	}

	/** What went wrong while the body was inspected, if anything did. */
	@Nullable LibraryFault fault() {
		return this.fault;
	}

	/**
	 * The body has ended, or nothing that follows matters.
	 * @return what the response means
	 */
	public Answer end() {
		BodyInspector inspector = this.inspector;
		if (inspector != null && this.fault == null && this.verdict == null) {
			try {
				this.verdict = inspector.end();
				if (this.hold == Hold.RELEASE) {
					this.verdict = ofReleased(this.verdict);
				}
			}
			catch (RuntimeException | LinkageError ex) {
				failed(ex);
			}
		}
		return answer();
	}

	/**
	 * Whoever reads the body stops here, as one does who knows its length, or has found
	 * all that it looked for.
	 * @param whole whether nothing was left to come
	 * @return what the response comes to, or {@code null} if that depends on what was
	 * left
	 */
	public @Nullable Answer stopped(boolean whole) {
		boolean decided = whole || isDecided();
		Answer answer = end();
		return (decided || !answer.isUnfinished()) ? answer : null;
	}

	/** If the content never began, its reader got nothing. */
	private @Nullable EnvelopeVerdict ofReleased(@Nullable EnvelopeVerdict verdict) {
		return (this.unwrap && !isStream() && isPlain() && verdict instanceof EnvelopeVerdict.Success && !hasContent())
				? new EnvelopeVerdict.Malformed("it has no Response object") : verdict;
	}

	/**
	 * What the response means as far as we know. Items are reported to the meters each
	 * time, so this is asked once before the end, and once at the end.
	 * @return the answer, open if the body has been released before its end
	 */
	public Answer answer() {
		LibraryFault fault = this.fault;
		try {
			return (fault != null) ? Answer.fault(fault, this.head) : judged();
		}
		catch (RuntimeException | LinkageError ex) {
			return Answer.fault(failed(ex), this.head);
		}
	}

	private Answer judged() {
		EnvelopeVerdict verdict = this.verdict;
		if (verdict instanceof EnvelopeVerdict.Failure failure) {
			// An envelope under another status than 2xx decides by its code. The caller
			// still gets the response, unless its status would hide the failure.
			Answer answer = Answer.failure(this.head, failure);
			return this.head.isError() ? answer : answer.withoutResponse();
		}
		if (!this.head.isSuccessful()) {
			return Answer.status(this.head);
		}
		if (verdict == null) {
			reportIfUnreadable();
			return Answer.open(this.head);
		}
		return (verdict instanceof EnvelopeVerdict.Success success) ? judged(success)
				: Answer.unreadable(verdict, this.head.status(), this.head.requestId());
	}

	private Answer judged(EnvelopeVerdict.Success success) {
		String requestId = (success.requestId() != null) ? success.requestId() : this.head.requestId();
		Items failing = failing(success.items());
		return (failing != null) ? Answer.itemsFailed(this.head, requestId, failing) : Answer.ok(this.head, requestId);
	}

	/** The items because of which the call fails, or {@code null} if it succeeds. */
	private @Nullable Items failing(Items counted) {
		if (this.items == null) {
			return null;
		}
		Items items = this.items.judge(counted);
		this.log.items(items);
		return this.items.fails(items) ? items : null;
	}

	private void reportIfUnreadable() {
		if (isGivenUp() && !this.reported) {
			this.reported = true;
			String encoding = ContentKind.unknownEncoding(this.head);
			if (encoding != null) {
				this.log.unreadable(encoding);
			}
		}
	}

	/**
	 * Whether the caller gets only the content of {@code Response}. To be asked once
	 * there is an answer. A complete body without such content has the older form, which
	 * is not wrapped.
	 * @return {@code true} if the body is to be unwrapped
	 */
	public boolean unwraps() {
		return this.unwrap && isReading() && this.fault == null && !isStream() && isPlain()
				&& (this.verdict == null || hasContent());
	}

	/**
	 * Where the content begins, in bytes from the beginning of the body.
	 * @return the position, or {@code -1} if it is unknown
	 * @throws LibraryFault if this library has failed
	 */
	public long contentStart() {
		return reading().contentStart();
	}

	/**
	 * Where the content ends, likewise.
	 * @return the position, or {@code -1} if it is not known
	 */
	public long contentEnd() {
		return reading().contentEnd();
	}

	private boolean hasContent() {
		return contentStart() >= 0;
	}

	private BodyInspector reading() {
		if (this.fault != null) {
			throw this.fault;
		}
		if (this.inspector == null) {
			throw new IllegalStateException("Nobody reads this body");
		}
		return this.inspector;
	}

	private boolean isPlain() {
		return this.inspector != null && this.inspector.isPlain();
	}

	private boolean isGivenUp() {
		return this.inspector != null && this.inspector.isGivenUp();
	}

	/**
	 * Whether this may go on indefinitely.
	 * @return {@code true} if no deadline applies to its end
	 */
	public boolean isStream() {
		return this.inspector == null || this.inspector.isStream();
	}

	/**
	 * Whether the last buffer ended a line of a stream, even if only a comment.
	 * @return {@code true} if the sender is alive
	 */
	public boolean isAlive() {
		return this.fault == null && this.inspector != null && this.inspector.isAlive();
	}

	/**
	 * Whether everything that matters has arrived, although the body has not ended.
	 * @return {@code true} if a reader who stops now misses nothing
	 */
	public boolean isFinished() {
		return this.fault == null && this.inspector != null && this.inspector.isFinished();
	}

	@Override
	public void close() {
		if (this.inspector != null) {
			this.inspector.close();
		}
	}

}
