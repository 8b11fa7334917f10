package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;
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
 */
public record CallSigning(RequestSigner signer, CredentialRotation rotation, ServerClock clock, boolean unsignedPayload,
		@Nullable String language) {

	CallSignature forCall(TencentCloudCall call, @Nullable String signingHost) {
		return new CallSignature(this, call, signingHost);
	}

}
