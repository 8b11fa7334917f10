package io.github.tencentcloud.resilience.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.signing.Asking;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.SignedWith;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * The signature of one call: made anew for each attempt, and mended once if the server
 * refuses it for a reason that can be mended.
 */
final class CallSignature {

	/** A key that was replaced shows as one of these; which one depends on when. */
	private static final List<String> ROTATION = List.of("AuthFailure.SecretIdNotFound", "AuthFailure.InvalidSecretId",
			"AuthFailure.SignatureFailure");

	private final CallSigning signing;

	private final TencentCloudCall call;

	private final SigningOptions options;

	private final Mono<TencentCloudCredentials> credentials = Mono.deferContextual(this::credentials);

	/** What the thread asked that began the call. */
	private volatile @Nullable Asking within = Asking.current();

	private volatile @Nullable SignedWith used;

	CallSignature(CallSigning signing, TencentCloudCall call, @Nullable String signingHost) {
		this.signing = signing;
		this.call = call;
		this.options = new SigningOptions(signing.unsignedPayload(), signing.language(), signingHost);
	}

	/** The request, so that it signs itself as each attempt writes it. */
	ClientRequest sign(ClientRequest request) {
		BodyInserter<?, ? super ClientHttpRequest> body = request.body();
		ClientRequest.Builder signed = ClientRequest.from(request)
			.body((message, context) -> body.insert(
					this.signing.signer()
						.sign(message, this.call, this.credentials, this.options, (used) -> this.used = used),
					context));
		if (request.method().equals(HttpMethod.GET)) {
			signed.url(RequestSigner.sortedQuery(request.url()));
		}
		return signed.build();
	}

	/** A chain of Reactor's may have changed threads; its context has not changed. */
	private Mono<TencentCloudCredentials> credentials(ContextView context) {
		Asking within = context.getOrDefault(ReactiveCredentialsProvider.ASKING, this.within);
		this.within = within;
		return FutureMono.of(this.signing.rotation().resolve(this.call, within));
	}

	/** Whether a key that was replaced may be the reason for a code. */
	static boolean tellsOfRotation(String code) {
		return ROTATION.contains(code);
	}

	/** What could be mended so that this code does not come again. */
	BeforeRetry remedy(String code, Policy policy) {
		if (this.used == null) {
			return BeforeRetry.NONE;
		}
		if (policy.beforeRetry() != BeforeRetry.NONE) {
			return (policy.maxRetries() > 0) ? policy.beforeRetry() : BeforeRetry.NONE;
		}
		return tellsOfRotation(code) ? BeforeRetry.REFRESH_CREDENTIALS : BeforeRetry.NONE;
	}

	/**
	 * Mend it.
	 * @return whether the next signature will be another one; the caller's own, so that
	 * to cancel it harms nobody else
	 */
	CompletableFuture<Boolean> mend(BeforeRetry remedy, @Nullable String date) {
		return CompletableFuture.completedFuture(this.used)
			.thenCompose(
					(used) -> (used != null) ? mend(remedy, date, used) : CompletableFuture.completedFuture(false));
	}

	private CompletionStage<Boolean> mend(BeforeRetry remedy, @Nullable String date, SignedWith used) {
		return switch (remedy) {
			case NONE -> CompletableFuture.completedFuture(false);
			case CORRECT_CLOCK -> CompletableFuture
				.completedFuture(this.signing.clock().learn(this.call.host(), date, used.clockOffset()));
			case REFRESH_CREDENTIALS -> this.signing.rotation().refresh(this.call, used.credentials(), this.within);
		};
	}

}
