package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.atomic.AtomicReference;

import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.TencentCloudCall;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Signs all requests of a client, the way the resilience filter does.
 */
final class SigningFilter implements ExchangeFilterFunction {

	private final RequestSigner signer;

	private final Mono<TencentCloudCredentials> credentials;

	private final SigningOptions options;

	final AtomicReference<SignedWith> signedWith = new AtomicReference<>();

	SigningFilter(RequestSigner signer, Mono<TencentCloudCredentials> credentials, SigningOptions options) {
		this.signer = signer;
		this.credentials = credentials;
		this.options = options;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		TencentCloudCall call = Calls.call(request.url().getAuthority());
		return next.exchange(ClientRequest.from(request)
			.url(RequestSigner.sortedQuery(request.url()))
			.body((message, context) -> request.body()
				.insert(this.signer.sign(message, call, this.credentials, this.options, this.signedWith::set), context))
			.build());
	}

	/**
	 * The HTTP clients that WebClient runs on.
	 */
	enum Connector {

		REACTOR, JDK, HTTP_COMPONENTS;

		ClientHttpConnector create() {
			return switch (this) {
				case REACTOR -> new ReactorClientHttpConnector();
				case JDK -> new JdkClientHttpConnector();
				case HTTP_COMPONENTS -> new HttpComponentsClientHttpConnector();
			};
		}

	}

}
