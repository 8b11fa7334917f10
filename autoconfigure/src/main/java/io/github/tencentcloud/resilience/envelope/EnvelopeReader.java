package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.JsonScanner;

/**
 * Reads an envelope as its bytes arrive, whatever order its members have. Memory and
 * garbage do not grow with the body: only code, message and RequestId are kept and, if
 * asked for, the counted codes of items. Not thread-safe.
 * <p>
 * Two forms are known: {@code {"Response":{…,"RequestId":"…"}}}, which is an error if
 * {@code Response.Error} is an object with a {@code Code}, and without {@code Response}
 * the older {@code {"code":4000,"message":"…","codeDesc":"…"}}, which is an error unless
 * the code is 0. If a name comes twice, the last one counts, as it does for an object
 * mapper.
 * <p>
 * What counts as JSON is what Jackson accepts with its defaults, with these exceptions:
 * UTF-16 and UTF-32 are not recognised; long names, numbers and strings are no problem,
 * as they are only skipped; overlong UTF-8 passes, but becomes the replacement character.
 */
final class EnvelopeReader implements BodyReader {

	private final EnvelopeMembers members;

	private final @Nullable ItemCounter items;

	private final JsonScanner scanner;

	private @Nullable EnvelopeVerdict verdict;

	/** A reader for one body. */
	public EnvelopeReader() {
		this.members = new EnvelopeMembers();
		this.items = null;
		this.scanner = new JsonScanner(EnvelopeMembers.ROOT, this.members);
	}

	/**
	 * A reader for one body that counts items on the way.
	 * @param path where the codes of the items are
	 * @param ok the codes of items that succeeded; {@link Items#NO_CODE} is the code of
	 * an item without one
	 */
	public EnvelopeReader(ItemPath path, Set<String> ok) {
		this.members = new EnvelopeMembers(path.response());
		this.items = new ItemCounter(path, ok, this.members);
		this.scanner = new JsonScanner(path.root(), this.items);
	}

	/**
	 * Reads the next piece of the body. The body may be cut into pieces anywhere.
	 * @param bytes read from position to limit, which stay as they are
	 */
	@Override
	public void read(ByteBuffer bytes) {
		this.scanner.read(bytes);
	}

	/**
	 * Whether an error has been read, so that only a broken or contradictory rest could
	 * still change the verdict. Only {@code Response.Error} can be recognised this early.
	 * @return whether {@code Response.Error} is complete and has a code
	 */
	@Override
	public boolean hasError() {
		return this.members.hasError() && this.scanner.problem() == null;
	}

	/**
	 * The verdict. To be called when the body has ended; nothing may be read afterwards.
	 * @return the same verdict each time
	 */
	@Override
	public EnvelopeVerdict end() {
		if (this.verdict == null) {
			this.verdict = verdict();
		}
		return this.verdict;
	}

	@Override
	public boolean isHopeless() {
		return this.scanner.problem() != null;
	}

	/**
	 * Whether the object is complete, with nothing but white space after it.
	 * @return whether the body could end here
	 */
	public boolean isClosed() {
		return this.scanner.isClosed();
	}

	@Override
	public EnvelopeVerdict breakOff() {
		if (this.verdict == null && hasError()) {
			this.verdict = this.members.verdict();
		}
		return end();
	}

	/**
	 * Where the content of {@code Response} begins. Should the body have a second
	 * {@code Response}, this and {@link #contentEnd} are about that one as soon as it
	 * begins.
	 * @return the offset of its opening brace in the body, in bytes, or -1 if it has not
	 * been read or is not an object
	 */
	public long contentStart() {
		return this.members.contentStart();
	}

	/**
	 * Where the content of {@code Response} ends.
	 * @return the offset after its closing brace in the body, in bytes, or -1 if it has
	 * not been read
	 */
	public long contentEnd() {
		return this.members.contentEnd();
	}

	/** Whether this may still become an envelope. */
	boolean isOpen() {
		return !this.scanner.isClosed() && this.scanner.problem() == null;
	}

	private EnvelopeVerdict verdict() {
		if (!this.scanner.isClosed()) {
			return new EnvelopeVerdict.Malformed(reason());
		}
		EnvelopeVerdict verdict = this.members.verdict();
		return (this.items != null && verdict instanceof EnvelopeVerdict.Success success)
				? new EnvelopeVerdict.Success(success.requestId(), this.items.items()) : verdict;
	}

	private String reason() {
		String problem = this.scanner.problem();
		if (problem != null) {
			return problem;
		}
		long length = this.scanner.length();
		if (length == 0) {
			return "the body is empty";
		}
		return this.scanner.isBlank() ? "the body is blank" : "it ends too early, after " + length + " bytes";
	}

}
