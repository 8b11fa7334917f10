package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.signing.BodyHash;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;

/**
 * A request that signs itself when its body is written. The headers go out before the
 * body, so the body is aggregated first.
 */
final class SigningRequest extends ClientHttpRequestDecorator {

	/** The key in Reactor's context under which a lookup of credentials is found. */
	static final String LOOKUP = SigningRequest.class.getName() + ".credentials-lookup";

	private final CallSignature signature;

	/** Only known now: encoders set one where the caller did not. */
	private final boolean contentTypeChosen;

	SigningRequest(ClientHttpRequest request, CallSignature signature) {
		super(request);
		this.signature = signature;
		this.contentTypeChosen = request.getHeaders().containsHeader(HttpHeaders.CONTENT_TYPE);
	}

	/**
	 * A request that signs itself whenever an attempt writes it. One that follows a
	 * redirect is left alone, as far as the HTTP client lets us see that.
	 */
	static ClientRequest sign(ClientRequest request, CallSignature signature) {
		BodyInserter<?, ? super ClientHttpRequest> body = request.body();
		ClientRequest.Builder signed = ClientRequest.from(request)
			.body((message, context) -> body.insert(new SigningRequest(message, signature), context));
		if (request.method().equals(HttpMethod.GET)) {
			signed.url(RequestSigner.sortedQuery(request.url()));
		}
		return signed.build();
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return Mono.defer(() -> {
			if (!accepted()) {
				return super.writeWith(body);
			}
			// A single buffer may exist already and would leak if signing failed; a
			// stream is produced on demand, so it can wait.
			if (!this.signature.coversBody() && !(body instanceof Mono)) {
				return sign(BodyHash.EMPTY).then(Mono.defer(() -> super.writeWith(body)));
			}
			return AggregatedBody.of(body).flatMap(this::write);
		});
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Mono.defer(() -> {
			if (!accepted()) {
				return super.writeAndFlushWith(body);
			}
			if (!this.signature.coversBody()) {
				return sign(BodyHash.EMPTY).then(Mono.defer(() -> super.writeAndFlushWith(body)));
			}
			return AggregatedBody.of(Flux.concat(body)).flatMap(this::write);
		});
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono
			.defer(() -> accepted() ? sign(BodyHash.EMPTY).then(Mono.defer(super::setComplete)) : super.setComplete());
	}

	private boolean accepted() {
		if (Redirects.isRedirected(getDelegate())) {
			Redirects.strip(this);
			return false;
		}
		return this.signature.accepts(getURI(), getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
	}

	private Mono<Void> write(AggregatedBody body) {
		return sign(BodyHash.of(body.content())).then(Mono.defer(() -> {
			getHeaders().setContentLength(body.size());
			if (body.size() == 0) {
				return isJdk() ? super.setComplete() : super.writeWith(Mono.empty());
			}
			// A Mono, since connectors send that with its length.
			return super.writeWith(Mono.fromSupplier(() -> bufferFactory().wrap(body.content())));
		}));
	}

	/**
	 * The JDK's client fails on a body without bytes; others may be given one on purpose,
	 * to keep them from resending the request.
	 */
	private boolean isJdk() {
		return Redirects.isMadeBy("Jdk", getDelegate());
	}

	/** A reactive chain may have changed threads, but not its context. */
	private Mono<Void> sign(String bodyHash) {
		return Mono.deferContextual((context) -> {
			CredentialsLookup lookup = context.getOrDefault(LOOKUP, null);
			CompletableFuture<@Nullable TencentCloudCredentials> credentials = this.signature.credentials(lookup);
			if (credentials.isDone() && !credentials.isCompletedExceptionally()) {
				sign(credentials.join(), bodyHash);
				return Mono.empty();
			}
			return FutureMono.of(credentials)
				.onErrorMap(CredentialsException::of)
				.doOnNext((found) -> sign(found, bodyHash))
				.then();
		});
	}

	private void sign(@Nullable TencentCloudCredentials credentials, String bodyHash) {
		if (credentials == null) {
			return;
		}
		Redirects.dontFollow(getDelegate());
		HttpHeaders headers = getHeaders();
		this.signature
			.sign(credentials,
					new UnsignedRequest(getMethod().name(), getURI(), headers::getFirst, this.contentTypeChosen,
							bodyHash))
			.forEach(headers::set);
	}

}
