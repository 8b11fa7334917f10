package io.github.tencentcloud.resilience.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as the SDK reads it.
 */
final class SdkBody extends ResponseBody {

	private final @Nullable MediaType type;

	private final long length;

	private final BufferedSource source;

	/**
	 * Create it.
	 * @param sent the body as it came, which says what it is
	 * @param body what is read
	 * @param loud whether errors are unchecked: the SDK reads streams with a
	 * {@code Scanner}, which takes an {@code IOException} for the end
	 */
	SdkBody(@Nullable ResponseBody sent, InputStream body, boolean loud) {
		this.type = (sent != null) ? sent.contentType() : null;
		this.length = (sent != null) ? sent.contentLength() : -1;
		this.source = Okio.buffer(new StreamSource(body, loud));
	}

	@Override
	public @Nullable MediaType contentType() {
		return this.type;
	}

	@Override
	public long contentLength() {
		return this.length;
	}

	@Override
	public BufferedSource source() {
		return this.source;
	}

	/** Okio's own would ask about interrupts, and so hide what one of them means. */
	private static final class StreamSource implements Source {

		private static final int CHUNK = 8 * 1024;

		private final InputStream stream;

		private final boolean loud;

		StreamSource(InputStream stream, boolean loud) {
			this.stream = stream;
			this.loud = loud;
		}

		@Override
		public long read(Buffer sink, long count) throws IOException {
			if (count == 0) {
				return 0;
			}
			byte[] bytes = new byte[(int) Math.min(count, CHUNK)];
			try {
				int read = this.stream.read(bytes, 0, bytes.length);
				if (read > 0) {
					sink.write(bytes, 0, read);
				}
				return read;
			}
			catch (IOException ex) {
				if (this.loud) {
					throw new UncheckedIOException(ex.getMessage(), ex);
				}
				throw ex;
			}
		}

		@Override
		public Timeout timeout() {
			return Timeout.NONE;
		}

		@Override
		public void close() throws IOException {
			this.stream.close();
		}

	}

}
