package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;

/**
 * Signs requests on the thread that sends them, which waits for the credentials.
 */
public final class Signing {

	/** How many seconds whoever asks for an account waits for its credentials. */
	private static final int PATIENCE = 5;

	private Signing() {
	}

	/**
	 * Sign a request, unless there are no credentials for it.
	 * @param signature makes the signature
	 * @param request what is to be signed
	 * @param limit how long the credentials may take, or {@code null} if there is no
	 * limit
	 * @param headers takes the headers that make it a signed one
	 * @throws IOException if the thread is interrupted
	 * @throws CredentialsException if there are none to be had, or not in time
	 */
	public static void sign(CallSignature signature, UnsignedRequest request, @Nullable AttemptLimit limit,
			BiConsumer<String, String> headers) throws IOException {
		TencentCloudCredentials credentials = credentials(signature.credentials(null), limit);
		if (credentials != null) {
			signature.sign(credentials, request).forEach(headers);
		}
	}

	/**
	 * Find out whose a SecretId is.
	 * @param signature makes the signatures of the call
	 * @param secretId the SecretId
	 * @return the name of the account, empty for the default account, or {@code null} if
	 * it is not known here, or not in time
	 * @throws IOException if the thread is interrupted
	 */
	public static @Nullable String owner(CallSignature signature, String secretId) throws IOException {
		CompletableFuture<@Nullable String> owner = signature.owner(secretId);
		try {
			return owner.get(PATIENCE, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			owner.cancel(false);
			return null;
		}
		catch (InterruptedException ex) {
			owner.cancel(false);
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for credentials");
		}
	}

	private static @Nullable TencentCloudCredentials credentials(
			CompletableFuture<@Nullable TencentCloudCredentials> credentials, @Nullable AttemptLimit limit)
			throws IOException {
		try {
			return (limit != null) ? credentials.get(limit.left(), TimeUnit.NANOSECONDS) : credentials.get();
		}
		catch (ExecutionException ex) {
			throw CredentialsException.of((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			credentials.cancel(false);
			throw CallSignature.late();
		}
		catch (InterruptedException ex) {
			credentials.cancel(false);
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for credentials");
		}
	}

}
