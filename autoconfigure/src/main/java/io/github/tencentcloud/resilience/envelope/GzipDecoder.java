package io.github.tencentcloud.resilience.envelope;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;

/**
 * Inflates gzip piece by piece. A body may have several members, one after the other, and
 * end with zero bytes as padding; checksums and lengths are checked. Holds native memory
 * until it is closed. Not thread-safe.
 */
public final class GzipDecoder implements AutoCloseable {

	private static final byte MAGIC = 0x1f;

	private static final int CHUNK_SIZE = 8 * 1024;

	private static final int TRAILER_SIZE = 8;

	/** Gzip has a header of its own instead of that of zlib. */
	private final Inflater inflater = new Inflater(true);

	private final CRC32 crc = new CRC32();

	private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_SIZE);

	private GzipHeader header = new GzipHeader();

	private long trailer;

	private int trailerCount;

	private boolean memberCompleted;

	private boolean padding;

	/** A decoder for one body. */
	public GzipDecoder() {
	}

	/**
	 * A decoder for a body whose headers say that it is compressed. Some clients decode
	 * the body and leave the header, so the first byte decides.
	 * @param first the first byte of the body
	 * @return a decoder, or {@code null} if the body is not compressed
	 */
	public static @Nullable GzipDecoder ifNeeded(byte first) {
		return (first == MAGIC) ? new GzipDecoder() : null;
	}

	/**
	 * Decodes the next piece of the body. The body may be cut into pieces anywhere.
	 * @param in read from position to limit, which stay as they are
	 * @param out is given what can be decoded so far, in one or more pieces; the buffer
	 * is reused, so its content is only valid during the call
	 * @throws UncheckedIOException with a {@link ZipException} if this is not gzip or
	 * damaged; the decoder cannot go on then
	 */
	public void decode(ByteBuffer in, Consumer<ByteBuffer> out) {
		ByteBuffer rest = in.duplicate();
		for (ByteBuffer piece = next(rest); piece != null; piece = next(rest)) {
			out.accept(piece);
		}
	}

	/**
	 * Decodes a few kilobytes. A little gzip can expand a thousandfold, so the caller
	 * decides how far to go.
	 * @param in read from its position, which moves on; the same buffer is to be given
	 * until it has been used up
	 * @return what was decoded, or {@code null} if {@code in} has been used up; the
	 * buffer is reused, so its content is only valid until the next call
	 * @throws UncheckedIOException with a {@link ZipException} if this is not gzip or
	 * damaged; the decoder cannot go on then
	 */
	public @Nullable ByteBuffer next(ByteBuffer in) {
		try {
			while (!inflate(in)) {
				if (!in.hasRemaining()) {
					return null;
				}
				if (!this.header.isComplete()) {
					header(in.get() & 0xFF);
				}
				else if (this.inflater.finished()) {
					trailer(in.get() & 0xFF);
				}
			}
			return this.chunk;
		}
		catch (ZipException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether the body may end here.
	 * @return whether at least one member has been read, and all of them completely
	 */
	public boolean finished() {
		return this.memberCompleted && this.header.isNew();
	}

	/**
	 * Frees the native memory. Nothing can be decoded after it.
	 */
	@Override
	public void close() {
		this.inflater.end();
	}

	private void header(int b) throws ZipException {
		if (finished() && b == 0) {
			this.padding = true;
		}
		if (!this.padding) {
			this.header.read(b);
		}
		else if (b != 0) {
			throw new ZipException("there is something after the end of the gzip data");
		}
	}

	/** Whether there is something in the chunk now. */
	private boolean inflate(ByteBuffer in) throws ZipException {
		if (!this.header.isComplete() || this.inflater.finished()) {
			return false;
		}
		this.inflater.setInput(in);
		this.chunk.clear();
		if (inflateChunk() == 0) {
			return false;
		}
		this.chunk.flip();
		this.crc.update(this.chunk.array(), 0, this.chunk.limit());
		return true;
	}

	private int inflateChunk() throws ZipException {
		try {
			return this.inflater.inflate(this.chunk);
		}
		catch (DataFormatException ex) {
			ZipException problem = new ZipException("its deflated data is damaged");
			problem.initCause(ex);
			throw problem;
		}
	}

	private void trailer(int b) throws ZipException {
		this.trailer |= (long) b << (Byte.SIZE * this.trailerCount);
		this.trailerCount++;
		if (this.trailerCount < TRAILER_SIZE) {
			return;
		}
		long length = this.inflater.getBytesWritten() & 0xFFFFFFFFL;
		if (this.trailer != (length << Integer.SIZE | this.crc.getValue())) {
			throw new ZipException("its gzip checksum or length is wrong");
		}
		this.memberCompleted = true;
		this.header = new GzipHeader();
		this.inflater.reset();
		this.crc.reset();
		this.trailer = 0;
		this.trailerCount = 0;
	}

}
