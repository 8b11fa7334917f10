package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.SignedHeaders;
import io.github.tencentcloud.resilience.signing.SignedWith;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;

/**
 * The signature of one call: created afresh for each attempt, and corrected once if the
 * server refuses it for a reason that can be corrected. Independent of the HTTP client.
 *
 * <p>
 * Used by the thread that writes the request, and corrected by the one that has the
 * answer, one attempt after the other.
 */
public final class CallSignature {

	/** A rotated key shows up as one of these; which one depends on the timing. */
	private static final List<String> ROTATION = List.of("AuthFailure.SecretIdNotFound", "AuthFailure.InvalidSecretId",
			"AuthFailure.SignatureFailure");

	private final CallSigning signing;

	private final TencentCloudCall call;

	private final SigningOptions options;

	/** Named by the settings that the call began with, whatever they are by now. */
	private final @Nullable EndpointOverride endpoint;

	/** The lookup during which the call began, as far as we know. */
	private volatile @Nullable CredentialsLookup within;

	private volatile @Nullable SignedWith used;

	/** What the attempt under way has asked for. */
	private volatile @Nullable CompletableFuture<?> asked;

	CallSignature(CallSigning signing, TencentCloudCall call, @Nullable String signingHost,
			@Nullable EndpointOverride endpoint, @Nullable CredentialsLookup within) {
		this.signing = signing;
		this.call = call;
		this.options = new SigningOptions(signing.unsignedPayload(), signing.language(), signingHost);
		this.endpoint = endpoint;
		this.within = within;
	}

	/**
	 * Whether a request should be signed.
	 * @param uri where it goes
	 * @param authorization its own {@code Authorization} header, or {@code null}
	 * @return {@code false} if it goes out as it is
	 */
	public boolean accepts(URI uri, @Nullable String authorization) {
		boolean named = this.endpoint != null && this.endpoint.covers(uri);
		return this.signing.signer().accepts(uri, authorization, named);
	}

	/**
	 * Whether the whole body is needed before the request can be signed.
	 * @return {@code false} if the hash of the body is not needed
	 */
	public boolean coversBody() {
		return !this.options.unsignedPayload();
	}

	/**
	 * Whose a SecretId is.
	 * @param secretId the public half of the credentials that the request has been signed
	 * with
	 * @return the name of the account, empty for the default account, or {@code null} if
	 * it is not known here; never fails
	 */
	public CompletableFuture<@Nullable String> owner(String secretId) {
		return this.signing.rotation().owner(secretId, this.call, this.within);
	}

	/**
	 * The credentials for the next attempt, or none.
	 * @param within the lookup that the call is part of, if that is only known now
	 * @return a future of the caller's own, or one that is done: cancel it when you no
	 * longer wait
	 */
	public CompletableFuture<@Nullable TencentCloudCredentials> credentials(@Nullable CredentialsLookup within) {
		if (within != null) {
			this.within = within;
		}
		CompletableFuture<@Nullable TencentCloudCredentials> credentials = this.signing.rotation()
			.resolve(this.call, this.within);
		this.asked = credentials;
		return credentials;
	}

	/** Whether the credentials for the last attempt never came. */
	boolean lacksCredentials() {
		CompletableFuture<?> asked = this.asked;
		return asked != null && (!asked.isDone() || asked.isCancelled());
	}

	/**
	 * What to tell if the credentials do not come in time.
	 * @return the exception
	 */
	public static CredentialsException late() {
		return new CredentialsException("The credentials provider has not answered in time, so nothing was sent "
				+ "(tencentcloud.resilience.timeout.attempt, or what was left of the call)");
	}

	/**
	 * Sign an attempt just before it is sent, using the clock of its host.
	 * @param credentials the credentials
	 * @param request what to sign
	 * @return the headers to set
	 */
	public SignedHeaders sign(TencentCloudCredentials credentials, UnsignedRequest request) {
		Duration offset = this.signing.clock().offset(this.call.host());
		SignedHeaders headers = this.signing.signer()
			.sign(request, this.call.product(), credentials, this.options, this.signing.clock().at(offset));
		this.used = new SignedWith(credentials, offset);
		return headers;
	}

	/**
	 * Whether a rotated key may be the reason for a code.
	 * @param code the code
	 * @return {@code true} if another key may help
	 */
	public static boolean tellsOfRotation(String code) {
		return ROTATION.contains(code);
	}

	/** What could be corrected to keep this code from coming again. */
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
	 * Correct it.
	 * @return whether the next signature will be different; the caller's own future, so
	 * that cancelling it harms nobody else
	 */
	CompletableFuture<Boolean> correct(BeforeRetry remedy, @Nullable String date) {
		return CompletableFuture.completedFuture(this.used)
			.thenCompose(
					(used) -> (used != null) ? correct(remedy, date, used) : CompletableFuture.completedFuture(false));
	}

	private CompletionStage<Boolean> correct(BeforeRetry remedy, @Nullable String date, SignedWith used) {
		return switch (remedy) {
			case NONE -> CompletableFuture.completedFuture(false);
			case CORRECT_CLOCK -> CompletableFuture
				.completedFuture(this.signing.clock().learn(this.call.host(), date, used.clockOffset()));
			case REFRESH_CREDENTIALS -> this.signing.rotation().refresh(this.call, used.credentials(), this.within);
		};
	}

}
