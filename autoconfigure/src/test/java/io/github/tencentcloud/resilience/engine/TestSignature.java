package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

/**
 * Signatures of calls, for tests of what makes them.
 */
public final class TestSignature {

	private final RequestSigner signer;

	private final ServerClock clock;

	public TestSignature(ServerClock clock, Predicate<URI> hosts) {
		this.signer = new RequestSigner(hosts);
		this.clock = clock;
	}

	public CallSignature of(TencentCloudCall call, TencentCloudCredentials credentials, SigningOptions options) {
		return of(call, () -> CompletableFuture.completedFuture(credentials), options);
	}

	public CallSignature of(TencentCloudCall call, Supplier<CompletionStage<TencentCloudCredentials>> credentials,
			SigningOptions options) {
		return of(call, new CredentialRotation((asked) -> credentials.get(), Clock.systemUTC()), options);
	}

	public CallSignature of(TencentCloudCall call, CredentialRotation rotation, SigningOptions options) {
		return new CallSigning(this.signer, rotation, this.clock, options.unsignedPayload(), options.language())
			.forCall(call, options.signingHost(), null, null);
	}

	/** As the engine has it corrected. */
	public static CompletableFuture<Boolean> correct(CallSignature signature, BeforeRetry remedy, String date) {
		return signature.correct(remedy, date);
	}

}
