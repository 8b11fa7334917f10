package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.GzipDecoder;

/**
 * Decodes a compressed body, as far as somebody asks for it. What is not compressed in
 * spite of its header passes untouched.
 */
final class GunzipStream extends InputStream {

	private static final int CHUNK_SIZE = 8 * 1024;

	private final InputStream source;

	private final ByteBuffer in = ByteBuffer.allocate(CHUNK_SIZE).limit(0);

	private boolean begun;

	private @Nullable GzipDecoder decoder;

	/** What is decoded; belongs to the decoder. */
	private @Nullable ByteBuffer piece;

	GunzipStream(InputStream source) {
		this.source = source;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] bytes, int from, int count) throws IOException {
		try {
			ByteBuffer piece = piece();
			if (piece == null) {
				return -1;
			}
			int part = Math.min(count, piece.remaining());
			piece.get(bytes, from, part);
			return part;
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private @Nullable ByteBuffer piece() throws IOException {
		while (this.piece == null || !this.piece.hasRemaining()) {
			if (!this.in.hasRemaining() && !fill()) {
				return null;
			}
			this.piece = (this.decoder != null) ? this.decoder.next(this.in) : this.in;
		}
		return this.piece;
	}

	private boolean fill() throws IOException {
		int read = this.source.read(this.in.array(), 0, this.in.capacity());
		if (read <= 0) {
			return false;
		}
		this.in.limit(read).position(0);
		if (!this.begun) {
			this.begun = true;
			this.decoder = GzipDecoder.ifNeeded(this.in.get(0));
		}
		return true;
	}

	/** Nothing is decoded any more. What it reads from is closed by whoever owns that. */
	void release() {
		if (this.decoder != null) {
			this.decoder.close();
		}
	}

}
