package io.github.tencentcloud.resilience.signing;

import java.util.Objects;

import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Asks a provider of somebody else's making. Such a one may itself call Tencent Cloud, as
 * for temporary credentials, through a client that signs: that call would wait for the
 * credentials that it is to find. So it gets none, unless it is for another account.
 */
final class GuardedProvider implements TencentCloudCredentialsProvider {

	private final TencentCloudCredentialsProvider delegate;

	private GuardedProvider(TencentCloudCredentialsProvider delegate) {
		this.delegate = delegate;
	}

	/** Our own makes no calls, and costs nothing more. */
	static TencentCloudCredentialsProvider of(TencentCloudCredentialsProvider provider) {
		return (provider instanceof StaticCredentialsProvider) ? provider : new GuardedProvider(provider);
	}

	@Override
	public Mono<TencentCloudCredentials> resolve(TencentCloudCall call) {
		return guarded(call, Mono.defer(() -> this.delegate.resolve(call)));
	}

	@Override
	public Mono<TencentCloudCredentials> refresh(TencentCloudCall call) {
		return guarded(call, Mono.defer(() -> this.delegate.refresh(call)));
	}

	private static Mono<TencentCloudCredentials> guarded(TencentCloudCall call,
			Mono<TencentCloudCredentials> credentials) {
		Asking asking = new Asking(Objects.requireNonNullElse(call.account(), ""));
		return Mono.deferContextual((context) -> context.hasKey(asking) ? Mono.empty()
				: credentials.contextWrite((inner) -> inner.put(asking, true)));
	}

	/** Stands in the context of those who look for the credentials of an account. */
	private record Asking(String account) {

	}

}
