package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.util.StringUtils;

/**
 * A request that signs itself when its body is written. The headers go out before the
 * body, so the body is gathered first.
 */
final class SigningRequest extends ClientHttpRequestDecorator {

	private static final String EMPTY_HASH = Sha256.hex("");

	private static final String UNSIGNED_HASH = Sha256.hex(Tc3Signature.UNSIGNED_PAYLOAD);

	private final RequestSigner signer;

	private final TencentCloudCall call;

	private final Mono<TencentCloudCredentials> credentials;

	private final SigningOptions options;

	private final Consumer<SignedWith> listener;

	/** Known now only: encoders set one where the caller did not. */
	private final boolean contentTypeChosen;

	SigningRequest(ClientHttpRequest request, RequestSigner signer, TencentCloudCall call,
			Mono<TencentCloudCredentials> credentials, SigningOptions options, Consumer<SignedWith> listener) {
		super(request);
		this.signer = signer;
		this.call = call;
		this.credentials = credentials;
		this.options = options;
		this.listener = listener;
		this.contentTypeChosen = ContentTypes.isChosen(request.getHeaders());
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return Mono.defer(() -> {
			if (!accepted()) {
				return super.writeWith(body);
			}
			// A single buffer may exist already and would be lost if signing failed;
			// a stream is made when it is asked for, so that it can wait.
			if (this.options.unsignedPayload() && !(body instanceof Mono)) {
				return sign(UNSIGNED_HASH).then(Mono.defer(() -> super.writeWith(body)));
			}
			return GatheredBody.of(body).flatMap(this::write);
		});
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Mono.defer(() -> {
			if (!accepted()) {
				return super.writeAndFlushWith(body);
			}
			if (this.options.unsignedPayload()) {
				return sign(UNSIGNED_HASH).then(Mono.defer(() -> super.writeAndFlushWith(body)));
			}
			return GatheredBody.of(Flux.concat(body)).flatMap(this::write);
		});
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono
			.defer(() -> accepted() ? sign(EMPTY_HASH).then(Mono.defer(super::setComplete)) : super.setComplete());
	}

	private boolean accepted() {
		if (Redirects.isRedirected(getDelegate())) {
			Redirects.strip(this);
			return false;
		}
		return this.signer.accepts(getURI(), getHeaders());
	}

	private Mono<Void> write(GatheredBody body) {
		return sign(Sha256.hex(body.content())).then(Mono.defer(() -> {
			getHeaders().setContentLength(body.size());
			if (body.size() == 0) {
				return isJdk() ? super.setComplete() : super.writeWith(Mono.empty());
			}
			// A Mono, since connectors send that with its length.
			return super.writeWith(Mono.fromSupplier(() -> bufferFactory().wrap(body.content())));
		}));
	}

	/**
	 * The JDK's client trips over a body without a byte; others may be given one on
	 * purpose, so as not to send the request again.
	 */
	private boolean isJdk() {
		return Redirects.isMadeBy("Jdk", getDelegate());
	}

	private Mono<Void> sign(String payloadHash) {
		return this.credentials.onErrorMap(CredentialsException::of)
			.doOnNext((credentials) -> sign(credentials, payloadHash))
			.then();
	}

	private void sign(TencentCloudCredentials credentials, String payloadHash) {
		Redirects.dontFollow(getDelegate());
		URI uri = getURI();
		HttpHeaders headers = getHeaders();
		if (this.options.unsignedPayload()) {
			headers.set("X-TC-Content-SHA256", Tc3Signature.UNSIGNED_PAYLOAD);
		}
		if (credentials.getToken() != null) {
			headers.set("X-TC-Token", credentials.getToken());
		}
		if (StringUtils.hasText(this.options.language()) && !headers.containsHeader("X-TC-Language")) {
			headers.set("X-TC-Language", this.options.language());
		}
		String host = SigningHost.header(uri, headers, this.options.signingHost());
		String contentType = ContentTypes.settle(headers, getMethod(), this.contentTypeChosen);
		CanonicalRequest request = CanonicalRequest.of(getMethod(), Objects.requireNonNullElse(uri.getRawQuery(), ""),
				this.options.unsignedPayload() ? UNSIGNED_HASH : payloadHash, "content-type", contentType, "host",
				host);
		Duration offset = this.signer.clock().offset(this.call.host());
		long timestamp = this.signer.clock().at(offset).getEpochSecond();
		headers.set("X-TC-Timestamp", Long.toString(timestamp));
		headers.set(HttpHeaders.AUTHORIZATION, this.signer.signature()
			.authorization(credentials, SigningHost.service(host, this.call.product()), timestamp, request));
		this.listener.accept(new SignedWith(credentials, offset));
	}

}
