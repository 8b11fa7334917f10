package io.github.tencentcloud.resilience.webclient;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.TestSignature;
import io.github.tencentcloud.resilience.signing.Calls;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.StaticCredentialsProvider;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

/**
 * Signs all requests of a client, the way the resilience filter does.
 */
public final class SigningFilter implements ExchangeFilterFunction {

	private final TestSignature signatures;

	private final CredentialRotation rotation;

	private final SigningOptions options;

	private final AtomicReference<CallSignature> last = new AtomicReference<>();

	public SigningFilter(ServerClock clock, CredentialRotation rotation, SigningOptions options) {
		this.signatures = new TestSignature(clock, (uri) -> true);
		this.rotation = rotation;
		this.options = options;
	}

	SigningFilter(ServerClock clock, TencentCloudCredentials credentials, SigningOptions options) {
		this(clock, new CredentialRotation(new StaticCredentialsProvider(credentials, Map.of()), Clock.systemUTC()),
				options);
	}

	/** The signature of the last call. */
	CallSignature last() {
		return this.last.get();
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		CallSignature signature = this.signatures.of(Calls.call(request.url().getAuthority()), this.rotation,
				this.options);
		this.last.set(signature);
		return next.exchange(SigningRequest.sign(request, signature));
	}

}
