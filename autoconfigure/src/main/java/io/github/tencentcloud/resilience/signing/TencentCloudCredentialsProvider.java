package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Finds the credentials that sign a call. It is called once for each attempt, on the
 * thread that writes the request, which may be an event loop: it must not block. An
 * implementation that does I/O should do so on another thread and cache the result.
 *
 * <p>
 * The stage may be completed on any thread; whatever waits for it continues there. It may
 * be shared by several calls: it is never cancelled. An implementation that throws is
 * treated like one whose stage fails: the attempt ends with a
 * {@link CredentialsException}, and nothing is sent.
 *
 * <p>
 * An implementation may itself call Tencent Cloud through a client that signs. Such a
 * call is not signed for the account that is being looked up, since it would wait for
 * itself. It is recognised if it begins on the thread that called the provider.
 */
@FunctionalInterface
public interface TencentCloudCredentialsProvider {

	/**
	 * Find the credentials of a call.
	 * @param call the call; {@link TencentCloudCall#account()} tells whose credentials
	 * are asked for
	 * @return the credentials; a stage that completes with {@code null} if there are none
	 * and the request is to be sent unsigned
	 */
	CompletionStage<@Nullable TencentCloudCredentials> resolve(TencentCloudCall call);

	/**
	 * Find the credentials of a call again, because the server refused the ones known so
	 * far. An implementation with a cache overrides this.
	 * @param call the call
	 * @return the credentials, never from a cache; they may be the same as before, or
	 * {@code null} if there are none any more
	 */
	default CompletionStage<@Nullable TencentCloudCredentials> refresh(TencentCloudCall call) {
		return resolve(call);
	}

}
