package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.signing.ClockOffsets;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;

/**
 * Everything it takes to sign calls, and to correct a signature that was refused.
 *
 * @param signer signs requests
 * @param rotation holds the credentials and finds new ones
 * @param clock knows the time of each host
 * @param unsignedPayload whether the body stays out of the signature
 * @param language the value of {@code X-TC-Language}, or {@code null} for none
 * @param offsets is told of each product that is signed for
 */
public record CallSigning(RequestSigner signer, CredentialRotation rotation, ServerClock clock, boolean unsignedPayload,
		@Nullable String language, ClockOffsets offsets) {

	/**
	 * Create the signing of calls where nobody watches the clocks.
	 * @param signer signs requests
	 * @param rotation holds the credentials and finds new ones
	 * @param clock knows the time of each host
	 * @param unsignedPayload whether the body stays out of the signature
	 * @param language the value of {@code X-TC-Language}, or {@code null} for none
	 */
	public CallSigning(RequestSigner signer, CredentialRotation rotation, ServerClock clock, boolean unsignedPayload,
			@Nullable String language) {
		this(signer, rotation, clock, unsignedPayload, language, new ClockOffsets(clock, (product, offset) -> {
		}));
	}

	/**
	 * The signature of a call.
	 * @param signingHost the host to sign for, where a proxy stands in between
	 * @param endpoint where it is sent whatever host it names, or {@code null}
	 * @param within the lookup during which the call began, or {@code null}
	 */
	CallSignature forCall(TencentCloudCall call, @Nullable String signingHost, @Nullable EndpointOverride endpoint,
			@Nullable CredentialsLookup within) {
		this.offsets.watch(call.product(), call.host());
		return new CallSignature(this, call, signingHost, endpoint, within);
	}

}
