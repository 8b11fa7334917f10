package io.github.tencentcloud.resilience.webclient;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import io.github.tencentcloud.resilience.envelope.GzipDecoder;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * Decodes a compressed body that the connector left compressed, on demand: a buffer of a
 * few kilobytes may hold as many megabytes. A body that is not compressed, despite its
 * header, passes untouched.
 */
final class Gunzip implements AutoCloseable {

	private boolean begun;

	private @Nullable GzipDecoder decoder;

	/** The buffer that is being decoded. */
	private @Nullable Pieces pieces;

	private boolean closed;

	private Gunzip() {
	}

	static Flux<DataBuffer> decode(Flux<DataBuffer> body) {
		return Flux.using(Gunzip::new, (gunzip) -> body.concatMapIterable(gunzip::decode, 1), Gunzip::close)
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release);
	}

	private synchronized Iterable<DataBuffer> decode(DataBuffer buffer) {
		if (this.closed) {
			DataBufferUtils.release(buffer);
			return List.of();
		}
		if (!this.begun && buffer.readableByteCount() > 0) {
			this.begun = true;
			this.decoder = GzipDecoder.ifNeeded(buffer.getByte(buffer.readPosition()));
		}
		if (this.decoder == null) {
			return List.of(buffer);
		}
		Pieces pieces = new Pieces(this.decoder, buffer);
		this.pieces = pieces;
		return () -> pieces;
	}

	/** Synchronized because a cancellation comes on another thread. */
	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.pieces != null) {
			this.pieces.close();
		}
		if (this.decoder != null) {
			this.decoder.close();
		}
	}

	/**
	 * The content of one buffer, decoded piece by piece. The buffer is released after the
	 * last piece.
	 */
	private final class Pieces implements Iterator<DataBuffer> {

		private final GzipDecoder decoder;

		private final DataBuffer buffer;

		private final DataBuffer.ByteBufferIterator parts;

		private @Nullable ByteBuffer part;

		private @Nullable ByteBuffer piece;

		private boolean released;

		Pieces(GzipDecoder decoder, DataBuffer buffer) {
			this.decoder = decoder;
			this.buffer = buffer;
			this.parts = buffer.readableByteBuffers();
		}

		@Override
		public boolean hasNext() {
			synchronized (Gunzip.this) {
				if (this.piece == null && !this.released) {
					advance();
				}
				return this.piece != null;
			}
		}

		private void advance() {
			try {
				this.piece = read();
			}
			catch (UncheckedIOException ex) {
				throw ex;
			}
			catch (RuntimeException | LinkageError ex) {
				throw LibraryFault.of(ex);
			}
			finally {
				if (this.piece == null) {
					close();
				}
			}
		}

		private @Nullable ByteBuffer read() {
			ByteBuffer piece = (this.part != null) ? this.decoder.next(this.part) : null;
			while (piece == null && this.parts.hasNext()) {
				this.part = this.parts.next().duplicate();
				piece = this.decoder.next(this.part);
			}
			return piece;
		}

		/** Copied, since the decoder reuses its own buffer. */
		@Override
		public DataBuffer next() {
			synchronized (Gunzip.this) {
				if (!hasNext()) {
					throw new NoSuchElementException();
				}
				ByteBuffer piece = Objects.requireNonNull(this.piece);
				this.piece = null;
				byte[] bytes = new byte[piece.remaining()];
				piece.get(bytes);
				return this.buffer.factory().wrap(bytes);
			}
		}

		void close() {
			if (!this.released) {
				this.released = true;
				this.piece = null;
				this.parts.close();
				DataBufferUtils.release(this.buffer);
			}
		}

	}

}
