package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.signing.ClockOffsets;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;

/**
 * Everything it takes to sign calls, and to mend what a refused signature tells of.
 *
 * @param signer signs a request as it is written
 * @param rotation knows the credentials and finds new ones
 * @param clock knows the time of each host
 * @param unsignedPayload whether the body stays out of the signature
 * @param language the value of {@code X-TC-Language}, or {@code null} for none
 * @param offsets is told of each product that is signed for
 */
public record CallSigning(RequestSigner signer, CredentialRotation rotation, ServerClock clock, boolean unsignedPayload,
		@Nullable String language, ClockOffsets offsets) {

	/**
	 * Everything but somebody who wants to know about clocks.
	 * @param signer signs a request as it is written
	 * @param rotation knows the credentials and finds new ones
	 * @param clock knows the time of each host
	 * @param unsignedPayload whether the body stays out of the signature
	 * @param language the value of {@code X-TC-Language}, or {@code null} for none
	 */
	public CallSigning(RequestSigner signer, CredentialRotation rotation, ServerClock clock, boolean unsignedPayload,
			@Nullable String language) {
		this(signer, rotation, clock, unsignedPayload, language, new ClockOffsets(clock, (product, offset) -> {
		}));
	}

	CallSignature forCall(TencentCloudCall call, @Nullable String signingHost) {
		this.offsets.watch(call.product(), call.host());
		return new CallSignature(this, call, signingHost);
	}

}
