package io.github.tencentcloud.resilience.engine;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.envelope.ClientTokenReader;

/**
 * Knows whether one call may be repeated even though it may have been executed. Where the
 * action alone does not tell, the writer of the request reports its {@code ClientToken},
 * by which the server recognises a repeated call. Written by the thread that sends, read
 * by the one that continues the call.
 */
public final class RetrySafety {

	private final boolean idempotent;

	/** The URL holds a token, which is the same for each attempt. */
	private final boolean inAddress;

	/** The token of the first attempt that had one. */
	private volatile @Nullable String token;

	/** Whether the last attempt had it, too. */
	private volatile boolean tokenSent;

	/**
	 * Create the safety of one call.
	 * @param idempotent whether the action alone is safe to repeat
	 * @param request the request; the parameters of a GET are in its URL
	 */
	RetrySafety(boolean idempotent, RequestHead request) {
		this.idempotent = idempotent;
		this.inAddress = !idempotent && request.method().equals("GET")
				&& StringUtils.hasText(request.parameter("ClientToken"));
	}

	/**
	 * Whether the call may be repeated even though it may have been executed.
	 * @return {@code true} if repeating it is harmless
	 */
	public boolean isRepeatable() {
		return this.idempotent || this.inAddress || this.tokenSent;
	}

	/**
	 * Whether the body has to be searched for a token.
	 * @return {@code false} if the action alone decides
	 */
	public boolean isOpen() {
		return !this.idempotent;
	}

	/**
	 * An attempt is about to be written, and its body is there.
	 * @param body the body
	 * @throws IllegalStateException if its token is another one than before
	 */
	public void writing(byte[] body) {
		if (!isOpen()) {
			return;
		}
		writing();
		ClientTokenReader reader = new ClientTokenReader();
		reader.read(ByteBuffer.wrap(body));
		String token = reader.token();
		if (token != null) {
			token(token);
		}
	}

	/** An attempt is about to be written. */
	public void writing() {
		this.tokenSent = false;
	}

	/**
	 * A token was found in what is written.
	 * @param token the token
	 * @throws IllegalStateException if it differs from the one before: the server would
	 * take the retry for a new call
	 */
	public void token(String token) {
		String first = this.token;
		if (first != null && !first.equals(token)) {
			throw new IllegalStateException("The body has another ClientToken for each attempt, so the call is not "
					+ "repeated. Make the token once per call, outside of the body's publisher.");
		}
		this.token = token;
		this.tokenSent = true;
	}

}
