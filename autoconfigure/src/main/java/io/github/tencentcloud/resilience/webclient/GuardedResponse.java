package io.github.tencentcloud.resilience.webclient;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;

import io.github.tencentcloud.resilience.TencentCloudException;

/**
 * A response whose body may still fail with an exception of ours. {@code retrieve()}
 * wraps unknown exceptions in one that it requests from the response, so the response
 * returns ours.
 */
final class GuardedResponse extends ClientResponseWrapper {

	private final Supplier<@Nullable TencentCloudException> bodyError;

	/**
	 * Create a response.
	 * @param response the response, with its body
	 * @param bodyError the exception of ours with which its body has failed, or
	 * {@code null}; called by the reader of the body
	 */
	GuardedResponse(ClientResponse response, Supplier<@Nullable TencentCloudException> bodyError) {
		super(response);
		this.bodyError = bodyError;
	}

	/**
	 * Usually called before the body is read, because of the status. Failures while
	 * Spring then reads the body to quote it do not count, since the status says it all.
	 */
	@Override
	public Mono<WebClientResponseException> createException() {
		return Mono.defer(() -> {
			TencentCloudException error = this.bodyError.get();
			return (error != null) ? Mono.error(error) : super.createException();
		});
	}

	@Override
	public <T> Mono<T> createError() {
		return createException().flatMap(Mono::error);
	}

	/** Spring copies the request only from responses of its own. */
	@Override
	public Builder mutate() {
		return super.mutate().request(request());
	}

}
