package io.github.tencentcloud.resilience.signing;

import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Finds the credentials that sign a call. It is asked once for each attempt, on whatever
 * thread writes the request, and must not block: an implementation that does I/O moves it
 * to another scheduler and remembers its result.
 */
@FunctionalInterface
public interface TencentCloudCredentialsProvider {

	/**
	 * Find the credentials of a call.
	 * @param call the call; {@link TencentCloudCall#account()} tells whose credentials
	 * are asked for
	 * @return the credentials, empty if there are none and the request is to be sent
	 * unsigned
	 */
	Mono<TencentCloudCredentials> resolve(TencentCloudCall call);

	/**
	 * Find the credentials of a call again, because the server refused the ones known so
	 * far. An implementation with a cache overrides this.
	 * @param call the call
	 * @return the credentials, never from a cache; they may be the same as before
	 */
	default Mono<TencentCloudCredentials> refresh(TencentCloudCall call) {
		return resolve(call);
	}

}
