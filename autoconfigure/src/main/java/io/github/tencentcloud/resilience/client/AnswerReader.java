package io.github.tencentcloud.resilience.client;

import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads a response far enough to know what it says. The status and the content type tell
 * whether the body can be an envelope at all; only then is it held back.
 */
final class AnswerReader {

	private final long holdBack;

	private final boolean unwrap;

	private final ItemAudit items;

	private final Consumer<HeldBody> heldBodies;

	private final Function<Answer, @Nullable Throwable> late;

	/**
	 * Create a reader for one attempt.
	 * @param holdBack how many bytes to hold back
	 * @param unwrap whether to hand on the content of {@code Response} only
	 * @param items looks at the items inside a success
	 * @param heldBodies is told of each body that is held, so that it can be let go
	 * @param late turns what a body that ends late comes to into an error, or into
	 * {@code null} if it is fine
	 */
	AnswerReader(long holdBack, boolean unwrap, ItemAudit items, Consumer<HeldBody> heldBodies,
			Function<Answer, @Nullable Throwable> late) {
		this.holdBack = holdBack;
		this.unwrap = unwrap;
		this.items = items;
		this.heldBodies = heldBodies;
		this.late = late;
	}

	/** What this library fails to read goes on as it came, where that is possible. */
	Mono<Answer> read(ClientResponse response) {
		try {
			return answer(response);
		}
		catch (RuntimeException | LinkageError ex) {
			return Mono.just(Answer.fault(ex, response));
		}
	}

	private Mono<Answer> answer(ClientResponse response) {
		ContentKind kind = ContentKind.of(response);
		if (!kind.isRead(response.statusCode())) {
			return Mono.just(response.statusCode().is2xxSuccessful() ? Answer.open(response)
					: Answer.judged(response, null, this.items));
		}
		if (!response.statusCode().is2xxSuccessful()) {
			return readGateway(response, kind);
		}
		boolean gzip = ContentKind.isGzip(response);
		boolean decode = this.unwrap && gzip && (kind == ContentKind.JSON || kind == ContentKind.TEXT);
		HeldBody held = hold(kind, gzip && !decode, kind.isDoubtful(response));
		OtherBody copy = new OtherBody(response, (body) -> held.of(decode ? Gunzip.decode(body) : body));
		return held.arrived().map((arrived) -> {
			try {
				LibraryFault fault = held.fault();
				return (fault != null) ? passOn(fault, copy, held, decode) : judge(response, copy, held);
			}
			catch (RuntimeException | LinkageError ex) {
				return passOn(ex, copy, held, decode);
			}
		});
	}

	/** The answer as it came, unless its bytes have been touched or are gone. */
	private static Answer passOn(Throwable thrown, OtherBody copy, HeldBody held, boolean decoded) {
		if (held.isUntouched()) {
			return Answer.fault(thrown, decoded ? copy.decoded() : copy.response());
		}
		held.abandon();
		return Answer.fault(thrown, null);
	}

	private Answer judge(ClientResponse response, OtherBody copy, HeldBody held) {
		EnvelopeVerdict verdict = held.verdict();
		if (verdict == null) {
			if (held.isGivenUp()) {
				this.items.unreadable(response);
			}
			return Answer.open(handOn(response, copy, held));
		}
		Answer answer = Answer.judged(response, verdict, this.items);
		if (answer.isOk()) {
			return answer.withResponse(handOn(response, copy, held));
		}
		held.abandon();
		return answer.withResponse(null);
	}

	/**
	 * An envelope under another status than 2xx decides by its code. The caller still
	 * gets the response, since the status alone makes the failure visible; unless it is
	 * none of an error, which would hide it.
	 */
	private Mono<Answer> readGateway(ClientResponse response, ContentKind kind) {
		HeldBody held = hold(kind, ContentKind.isGzip(response), kind.isDoubtful(response)).keeping();
		OtherBody copy = new OtherBody(response, held::of);
		return held.arrived().map((arrived) -> {
			LibraryFault fault = held.fault();
			if (fault != null) {
				return passOn(fault, copy, held, false);
			}
			EnvelopeVerdict verdict = held.verdict();
			Answer answer = Answer.judged(response, verdict, this.items);
			if (verdict instanceof EnvelopeVerdict.Failure && !response.statusCode().isError()) {
				held.abandon();
				return answer.withResponse(null);
			}
			return answer.withResponse(copy.response());
		});
	}

	private HeldBody hold(ContentKind kind, boolean gzip, boolean doubtful) {
		HeldBody held = new HeldBody(this.items.inspector(kind, gzip, doubtful), this.holdBack);
		this.heldBodies.accept(held);
		return held;
	}

	private ClientResponse handOn(ClientResponse response, OtherBody copy, HeldBody held) {
		boolean unwrap = this.unwrap && !held.isStream() && held.isPlain();
		held.handOn(unwrap, (verdict) -> this.late.apply(Answer.judged(response, verdict, this.items)));
		return unwrap ? copy.decoded() : copy.response();
	}

}
