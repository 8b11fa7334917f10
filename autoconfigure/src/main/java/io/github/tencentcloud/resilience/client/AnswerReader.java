package io.github.tencentcloud.resilience.client;

import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads a response far enough to know what it says. The status and the content type tell
 * whether the body can be an envelope at all; only then is it held back.
 */
final class AnswerReader {

	static final String REQUEST_ID = "X-TC-RequestId";

	private final long holdBack;

	private final boolean unwrap;

	private final ItemAudit items;

	private final Consumer<HeldBody> heldBodies;

	private final Function<EnvelopeVerdict, @Nullable Throwable> judge;

	/**
	 * Create a reader for one attempt.
	 * @param holdBack how many bytes to hold back
	 * @param unwrap whether to hand on the content of {@code Response} only
	 * @param items looks at the items inside a success
	 * @param heldBodies is told of each body that is held, so that it can be let go
	 * @param judge turns the verdict on a body that ends late into an error, or into
	 * {@code null} if it is fine
	 */
	AnswerReader(long holdBack, boolean unwrap, ItemAudit items, Consumer<HeldBody> heldBodies,
			Function<EnvelopeVerdict, @Nullable Throwable> judge) {
		this.holdBack = holdBack;
		this.unwrap = unwrap;
		this.items = items;
		this.heldBodies = heldBodies;
		this.judge = judge;
	}

	Mono<Answer> read(ClientResponse response) {
		ContentKind kind = ContentKind.of(response);
		if (!kind.isAnswer(response.statusCode())) {
			return (kind == ContentKind.JSON) ? readGateway(response)
					: Mono.just(Answer.status(response, requestId(response)));
		}
		if (kind == ContentKind.OPAQUE) {
			return Mono.just(Answer.open(response, requestId(response)));
		}
		boolean gzip = ContentKind.isGzip(response);
		boolean decode = this.unwrap && gzip && kind != ContentKind.EVENTS;
		HeldBody held = hold(kind, gzip && !decode);
		ClientResponse.Builder copy = response.mutate().body((body) -> held.of(decode ? Gunzip.decode(body) : body));
		return held.arrived().map((arrived) -> judge(response, copy, held));
	}

	private Answer judge(ClientResponse response, ClientResponse.Builder copy, HeldBody held) {
		EnvelopeVerdict verdict = held.verdict();
		if (verdict == null) {
			return Answer.open(handOn(copy, held), requestId(response));
		}
		if (verdict instanceof EnvelopeVerdict.Success success) {
			if (this.items.fails(success)) {
				held.abandon();
				return Answer.itemsFailed(success, response.statusCode(), requestId(response));
			}
			String requestId = (success.requestId() != null) ? success.requestId() : requestId(response);
			return Answer.ok(handOn(copy, held), requestId);
		}
		held.abandon();
		return Answer.failed(verdict, response.statusCode(), null, requestId(response));
	}

	/**
	 * An envelope under another status than 200 decides by its code. The caller still
	 * gets the response, since the status alone makes the failure visible; unless it is
	 * none of an error, which would hide it.
	 */
	private Mono<Answer> readGateway(ClientResponse response) {
		HttpStatusCode status = response.statusCode();
		HeldBody held = hold(ContentKind.JSON, ContentKind.isGzip(response));
		ClientResponse.Builder copy = response.mutate().body(held::of);
		return held.arrived().map((arrived) -> {
			if (!(held.verdict() instanceof EnvelopeVerdict.Failure failure)) {
				return Answer.status(copy.build(), requestId(response));
			}
			if (!status.isError()) {
				held.abandon();
				return Answer.failed(failure, status, null, requestId(response));
			}
			return Answer.failed(failure, status, copy.build(), requestId(response));
		});
	}

	private HeldBody hold(ContentKind kind, boolean gzip) {
		HeldBody held = new HeldBody(this.items.inspector(kind, gzip), this.holdBack);
		this.heldBodies.accept(held);
		return held;
	}

	private ClientResponse handOn(ClientResponse.Builder copy, HeldBody held) {
		boolean unwrap = this.unwrap && !held.isStream();
		held.handOn(unwrap && held.hasContent(), this.judge);
		if (unwrap) {
			// Both speak of the bytes as they were sent.
			copy.headers((headers) -> {
				headers.remove(HttpHeaders.CONTENT_LENGTH);
				headers.remove(HttpHeaders.CONTENT_ENCODING);
			});
		}
		return copy.build();
	}

	private static @Nullable String requestId(ClientResponse response) {
		return response.headers().asHttpHeaders().getFirst(REQUEST_ID);
	}

}
