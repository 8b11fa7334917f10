package io.github.tencentcloud.resilience.client;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import io.github.tencentcloud.resilience.envelope.GzipDecoder;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Decodes a compressed body that the connector left as it was. What is not compressed in
 * spite of its header passes untouched.
 */
final class Gunzip implements AutoCloseable {

	private boolean begun;

	private @Nullable GzipDecoder decoder;

	private Gunzip() {
	}

	static Flux<DataBuffer> decode(Flux<DataBuffer> body) {
		return Flux.using(Gunzip::new, (gunzip) -> body.concatMapIterable(gunzip::decode, 1), Gunzip::close);
	}

	private List<DataBuffer> decode(DataBuffer buffer) {
		if (!this.begun && buffer.readableByteCount() > 0) {
			this.begun = true;
			this.decoder = GzipDecoder.ifNeeded(buffer.getByte(buffer.readPosition()));
		}
		GzipDecoder decoder = this.decoder;
		if (decoder == null) {
			return List.of(buffer);
		}
		List<DataBuffer> decoded = new ArrayList<>();
		try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
			while (pieces.hasNext()) {
				decoder.decode(pieces.next(), (piece) -> decoded.add(copy(buffer, piece)));
			}
			return decoded;
		}
		catch (UncheckedIOException ex) {
			throw ex;
		}
		catch (RuntimeException | LinkageError ex) {
			throw LibraryFault.of(ex);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/** The decoder uses its own buffer again and again. */
	private static DataBuffer copy(DataBuffer source, ByteBuffer piece) {
		byte[] bytes = new byte[piece.remaining()];
		piece.duplicate().get(bytes);
		return source.factory().wrap(bytes);
	}

	@Override
	public void close() {
		if (this.decoder != null) {
			this.decoder.close();
		}
	}

}
