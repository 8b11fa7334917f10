package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is different about the calls of one client.
 *
 * @param wholeAnswers whether it reads every answer but a stream of events as a whole:
 * then nothing is released before its end, whatever its size, and nothing is unwrapped
 * @param signature the signature that the request brings and keeps, or {@code null} if it
 * is signed here, or not at all
 */
public record ClientNeeds(boolean wholeAnswers, @Nullable CallerSignature signature) {

	/**
	 * Nothing is different.
	 */
	public static final ClientNeeds NONE = new ClientNeeds(false, null);

}
