package io.github.tencentcloud.resilience.json;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Checks that bytes are one JSON object, in one pass and as they arrive, and reports the
 * members that are watched to a {@link MemberHandler}. All other values are checked and
 * skipped. What it keeps does not grow with the body. Not thread-safe.
 */
public final class JsonScanner {

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	/**
	 * Buffers without an array are copied into a window of this size, piece by piece, so
	 * that all loops run over arrays, whatever buffers the client has. Copying within the
	 * first-level cache costs a tenth of what scanning does. Each thread keeps one: it is
	 * in use during one call of {@link #read} only.
	 */
	private static final int WINDOW_SIZE = 8192;

	private static final ThreadLocal<byte[]> WINDOW = ThreadLocal.withInitial(() -> new byte[WINDOW_SIZE]);

	private final MemberWatch watch;

	private final Nesting nesting = new Nesting();

	private final JsonScalar scalar = new JsonScalar();

	private final TokenRun run = new TokenRun(this.nesting);

	private int state = ScanState.START;

	private int byteOrderMarkLength;

	/** What to add to an index to get the offset in the body. */
	private long base;

	private long length;

	private @Nullable String problem;

	/**
	 * A scanner for one body.
	 * @param root the object itself, and what is watched in it
	 * @param handler is told about the watched members
	 */
	public JsonScanner(Member root, MemberHandler handler) {
		this.watch = new MemberWatch(root, handler);
	}

	/** Forgets everything, ready for another object. */
	public void reset() {
		this.watch.reset();
		this.nesting.reset();
		this.state = ScanState.START;
		this.byteOrderMarkLength = 0;
		this.length = 0;
		this.problem = null;
	}

	/**
	 * Reads the next piece.
	 * @param bytes read from position to limit, which stay as they are
	 */
	public void read(ByteBuffer bytes) {
		if (bytes.hasArray()) {
			int shift = bytes.arrayOffset();
			scan(bytes.array(), shift + bytes.position(), shift + bytes.limit());
			return;
		}
		byte[] window = WINDOW.get();
		int count;
		for (int at = bytes.position(); at < bytes.limit(); at += count) {
			count = Math.min(WINDOW_SIZE, bytes.limit() - at);
			bytes.get(at, window, 0, count);
			scan(window, 0, count);
		}
	}

	/**
	 * Whether the object is complete, with nothing but white space after it.
	 * @return whether the body could end here
	 */
	public boolean isClosed() {
		return this.state == ScanState.CLOSED;
	}

	/**
	 * Whether nothing but a byte order mark and white space has come yet.
	 * @return whether there has been nothing else
	 */
	public boolean isBlank() {
		return this.state == ScanState.VALUE && this.nesting.depth() == 0;
	}

	/**
	 * How many bytes have been read.
	 * @return the number
	 */
	public long length() {
		return this.length;
	}

	/**
	 * Why this is not a JSON object.
	 * @return the reason, as the end of a sentence, or {@code null} as long as it may
	 * become one
	 */
	public @Nullable String problem() {
		return this.problem;
	}

	private void scan(byte[] bytes, int from, int to) {
		this.base = this.length - from;
		int at = from;
		while (at < to) {
			at = switch (this.state) {
				case ScanState.IN_NAME, ScanState.IN_VALUE -> scalar(bytes, at, to);
				case ScanState.START -> byteOrderMark(bytes, at);
				case ScanState.BROKEN -> to;
				default -> tokens(bytes, at, to);
			};
		}
		this.length += to - from;
	}

	private int byteOrderMark(byte[] bytes, int at) {
		if (bytes[at] == BYTE_ORDER_MARK[this.byteOrderMarkLength]) {
			this.byteOrderMarkLength++;
			this.state = (this.byteOrderMarkLength < BYTE_ORDER_MARK.length) ? ScanState.START : ScanState.VALUE;
			return at + 1;
		}
		if (this.byteOrderMarkLength > 0) {
			broken(at);
		}
		else {
			this.state = ScanState.VALUE;
		}
		return at;
	}

	/** As many tokens as can be read in one go, and then one byte of what cannot. */
	private int tokens(byte[] bytes, int from, int to) {
		int depth = this.nesting.depth();
		if (!this.watch.isIdle(depth)) {
			return structure(bytes, from);
		}
		int at = this.run.read(bytes, from, to, this.watch.object(depth), this.state);
		this.state = this.run.state();
		return (at < to) ? structure(bytes, at) : at;
	}

	private int structure(byte[] bytes, int at) {
		byte b = bytes[at];
		if (TokenRun.isSpace(b)) {
			return at + 1;
		}
		switch (this.state) {
			case ScanState.VALUE -> value(bytes, at);
			case ScanState.ELEMENT_OR_END -> elementOrEnd(bytes, at);
			case ScanState.NAME -> name(b, at);
			case ScanState.NAME_OR_END -> nameOrEnd(b, at);
			case ScanState.COLON -> colon(b, at);
			case ScanState.COMMA_OR_END -> commaOrEnd(b, at);
			default -> broken(at);
		}
		return at + 1;
	}

	private void value(byte[] bytes, int at) {
		byte b = bytes[at];
		if (this.nesting.depth() == 0) {
			topLevel(b);
			return;
		}
		this.watch.valueStarted(b, this.base + at, this.nesting.depth());
		if (b == '{' || b == '[') {
			open(b);
		}
		else if (this.scalar.start(b)) {
			if (!this.scalar.isString()) {
				this.watch.append(bytes, at, at + 1);
			}
			this.state = ScanState.IN_VALUE;
		}
		else {
			broken(at);
		}
	}

	private void topLevel(byte b) {
		if (b == '{') {
			open(b);
			return;
		}
		String shown = (b > ' ' && b < 0x7F) ? "'" + (char) b + "'" : "byte 0x%02X".formatted(b);
		String kind = ("[\"-0123456789tfn".indexOf(b) >= 0) ? "a JSON object" : "JSON";
		broken("it is not " + kind + ": it starts with " + shown);
	}

	private void elementOrEnd(byte[] bytes, int at) {
		if (bytes[at] == ']') {
			close(at);
		}
		else {
			value(bytes, at);
		}
	}

	private void nameOrEnd(byte b, int at) {
		if (b == '}') {
			close(at);
		}
		else {
			name(b, at);
		}
	}

	private void name(byte b, int at) {
		if (b != '"') {
			broken(at);
			return;
		}
		this.watch.nameStarted(this.nesting.depth());
		this.scalar.start(b);
		this.state = ScanState.IN_NAME;
	}

	private void colon(byte b, int at) {
		if (b == ':') {
			this.state = ScanState.VALUE;
		}
		else {
			broken(at);
		}
	}

	private void commaOrEnd(byte b, int at) {
		boolean object = this.nesting.isInObject();
		if (b == ',') {
			this.state = object ? ScanState.NAME : ScanState.VALUE;
		}
		else if (b == (object ? '}' : ']')) {
			close(at);
		}
		else {
			broken(at);
		}
	}

	private void open(byte b) {
		if (this.nesting.isFull()) {
			broken("it is nested deeper than " + this.nesting.depth() + " levels");
			return;
		}
		boolean object = b == '{';
		this.nesting.open(object);
		this.watch.opened(object);
		this.state = object ? ScanState.NAME_OR_END : ScanState.ELEMENT_OR_END;
	}

	private void close(int at) {
		this.watch.closed(this.nesting.depth(), this.base + at + 1);
		this.nesting.close();
		this.state = (this.nesting.depth() > 0) ? ScanState.COMMA_OR_END : ScanState.CLOSED;
	}

	private int scalar(byte[] bytes, int from, int to) {
		int at = this.scalar.read(bytes, from, to);
		if (this.scalar.isBroken()) {
			broken(at);
			return at;
		}
		boolean ended = this.scalar.isEnded();
		boolean quoteIncluded = ended && this.scalar.isString();
		this.watch.append(bytes, from, quoteIncluded ? at - 1 : at);
		if (ended && this.state == ScanState.IN_NAME) {
			this.watch.nameEnded();
			this.state = ScanState.COLON;
		}
		else if (ended) {
			this.watch.valueEnded();
			this.state = ScanState.COMMA_OR_END;
		}
		return at;
	}

	private void broken(int at) {
		broken("it is not JSON, from byte " + (this.base + at) + " on");
	}

	private void broken(String problem) {
		this.problem = problem;
		this.state = ScanState.BROKEN;
	}

}
