package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Knows whether one call may be repeated although it may have been executed. Where the
 * action alone does not tell, who writes the request tells of its {@code ClientToken}: by
 * that the server recognises a repetition. Written by the thread that sends, and read by
 * the one that goes on with the call.
 */
public final class RetrySafety {

	private final boolean idempotent;

	/** The address holds a token, which is the same for each attempt. */
	private final boolean inAddress;

	/** The token of the first attempt that had one. */
	private volatile @Nullable String token;

	/** Whether the last attempt had it too. */
	private volatile boolean tokenSent;

	/**
	 * Create it.
	 * @param idempotent whether the action alone tells that repeating does no harm
	 * @param request the request; the parameters of a GET stand in its address
	 */
	RetrySafety(boolean idempotent, RequestHead request) {
		this.idempotent = idempotent;
		this.inAddress = !idempotent && request.method().equals("GET")
				&& StringUtils.hasText(request.parameter("ClientToken"));
	}

	/**
	 * Whether the call may be repeated although it may have been executed.
	 * @return {@code true} if to repeat it does no harm
	 */
	public boolean isRepeatable() {
		return this.idempotent || this.inAddress || this.tokenSent;
	}

	/**
	 * Whether somebody has to look for a token in what is sent.
	 * @return {@code false} if the action alone tells
	 */
	public boolean isOpen() {
		return !this.idempotent;
	}

	/** An attempt is about to be written. */
	public void writing() {
		this.tokenSent = false;
	}

	/**
	 * There is a token in what is written.
	 * @param token the token
	 * @throws IllegalStateException if it is another one than before: the server would
	 * take a repetition for a new call
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
