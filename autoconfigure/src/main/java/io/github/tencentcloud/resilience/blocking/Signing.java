package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
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

	private Signing() {
	}

	/**
	 * Sign a request, unless there are no credentials for it.
	 * @param signature makes the signature
	 * @param request what is to be signed
	 * @param limit how long the credentials may take, or {@code null} if there is no
	 * limit
	 * @param headers takes the headers that make it a signed one
	 * @throws IOException if they do not come in time, or the thread is interrupted
	 * @throws CredentialsException if there are none to be had
	 */
	public static void sign(CallSignature signature, UnsignedRequest request, @Nullable AttemptLimit limit,
			BiConsumer<String, String> headers) throws IOException {
		TencentCloudCredentials credentials = credentials(signature.credentials(null), limit);
		if (credentials != null) {
			signature.sign(credentials, request).forEach(headers);
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
			throw new SocketTimeoutException("No credentials in time");
		}
		catch (InterruptedException ex) {
			credentials.cancel(false);
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for credentials");
		}
	}

}
