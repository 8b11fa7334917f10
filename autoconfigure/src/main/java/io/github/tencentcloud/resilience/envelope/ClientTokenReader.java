package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.CapturedText;
import io.github.tencentcloud.resilience.json.JsonScanner;
import io.github.tencentcloud.resilience.json.Member;
import io.github.tencentcloud.resilience.json.MemberHandler;

/**
 * Finds a non-empty {@code ClientToken} at the top level of a JSON request body, by which
 * the server recognises a repeated call. Not thread-safe.
 */
public final class ClientTokenReader {

	private final Token token = new Token();

	private final JsonScanner scanner = new JsonScanner(Token.ROOT, this.token);

	/** A reader for one body. */
	public ClientTokenReader() {
	}

	/**
	 * Reads the next piece of the body. The body may be cut into pieces anywhere.
	 * @param bytes read from position to limit, which stay as they are
	 */
	public void read(ByteBuffer bytes) {
		this.scanner.read(bytes);
	}

	/**
	 * Whether there is such a token.
	 * @return {@code true} if the body is a complete JSON object and its last
	 * {@code ClientToken} is a string that is not empty
	 */
	public boolean found() {
		return token() != null;
	}

	/**
	 * The token.
	 * @return the last {@code ClientToken} of a complete JSON object, cut after 256
	 * bytes, or {@code null} if there is none, or none that is a string that is not empty
	 */
	public @Nullable String token() {
		return this.scanner.isClosed() ? this.token.text : null;
	}

	private static final class Token implements MemberHandler {

		private static final Member CLIENT_TOKEN = Member.text("ClientToken", 256);

		private static final Member ROOT = Member.object("", CLIENT_TOKEN);

		private @Nullable String text;

		@Override
		public void started(Member member, byte first, long offset) {
			this.text = null;
		}

		@Override
		public void text(Member member, CapturedText text) {
			this.text = (text.isString() && !text.isEmpty()) ? text.decode() : null;
		}

		@Override
		public void closed(Member member, long end) {
		}

	}

}
