package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;

/**
 * A provider that finds credentials with Reactor. A plain provider that returns
 * {@link Mono#toFuture()} would do as well, with one difference: here, calls to Tencent
 * Cloud inside the chain are recognised wherever they are made, and on any scheduler.
 */
@FunctionalInterface
public interface ReactiveCredentialsProvider extends TencentCloudCredentialsProvider {

	/**
	 * Find the credentials of a call.
	 * @param call the call; {@link TencentCloudCall#account()} tells whose credentials
	 * are wanted
	 * @return the credentials, empty if there are none and the request should be sent
	 * unsigned; not cancelled when the call ends first
	 */
	Mono<TencentCloudCredentials> find(TencentCloudCall call);

	/**
	 * Find the credentials of a call again, because the server refused the previous ones.
	 * An implementation with a cache overrides this.
	 * @param call the call
	 * @return the credentials, never from a cache; they may be the same as before, or
	 * none
	 */
	default Mono<TencentCloudCredentials> findAgain(TencentCloudCall call) {
		return find(call);
	}

	@Override
	default CompletionStage<@Nullable TencentCloudCredentials> resolve(TencentCloudCall call) {
		return asked(find(call)).toFuture();
	}

	@Override
	default CompletionStage<@Nullable TencentCloudCredentials> refresh(TencentCloudCall call) {
		return asked(findAgain(call)).toFuture();
	}

	private static Mono<TencentCloudCredentials> asked(Mono<TencentCloudCredentials> credentials) {
		CredentialsLookup lookup = CredentialsLookup.current();
		return (lookup != null) ? credentials.contextWrite((context) -> context.put(SigningRequest.LOOKUP, lookup))
				: credentials;
	}

}
