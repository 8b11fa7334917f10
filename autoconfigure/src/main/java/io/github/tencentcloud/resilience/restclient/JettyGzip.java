package io.github.tencentcloud.resilience.restclient;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import org.eclipse.jetty.client.ContentDecoder;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ContentSourceTransformer;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.GzipDecoder;

/**
 * Decodes gzip for Jetty, in place of its own decoder. With that one (12.1.12), a body
 * that ends in the midst of what is compressed keeps a thread of the client busy for
 * ever, whatever its time-outs are, and even after the client has been stopped.
 */
final class JettyGzip extends ContentDecoder.Factory {

	private JettyGzip() {
		super("gzip");
	}

	/** Leaves a client alone that has been told what to decode. */
	static void addTo(HttpClient client) {
		ContentDecoder.Factories decoders = client.getContentDecoderFactories();
		if (decoders.isEmpty()) {
			decoders.put(new JettyGzip());
		}
	}

	@Override
	public Content.Source newDecoderContentSource(Content.Source source) {
		return new Decoded(source);
	}

	/** Where a body ends too early, so does what is decoded. */
	private static final class Decoded extends ContentSourceTransformer {

		private boolean begun;

		/** There is none for a body that is not compressed, whatever its headers say. */
		private @Nullable GzipDecoder decoder;

		Decoded(Content.Source source) {
			super(source);
		}

		/** Is given the same chunk again until it has been used up. */
		@Override
		protected Content.@Nullable Chunk transform(Content.Chunk chunk) {
			ByteBuffer bytes = chunk.getByteBuffer();
			if (!this.begun && bytes.hasRemaining()) {
				this.begun = true;
				this.decoder = GzipDecoder.ifNeeded(bytes.get(bytes.position()));
			}
			if (this.decoder == null) {
				return chunk;
			}
			try {
				ByteBuffer piece = this.decoder.next(bytes);
				if (piece != null) {
					return Content.Chunk.from(ByteBuffer.allocate(piece.remaining()).put(piece).flip(), false);
				}
				return chunk.isLast() ? Content.Chunk.EOF : null;
			}
			catch (UncheckedIOException ex) {
				return Content.Chunk.from(ex.getCause());
			}
		}

		@Override
		protected void release() {
			if (this.decoder != null) {
				this.decoder.close();
			}
		}

	}

}
