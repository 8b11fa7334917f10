package io.github.tencentcloud.resilience.client;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.Items;
import io.github.tencentcloud.resilience.policy.ClientErrors;
import io.github.tencentcloud.resilience.policy.OutsideText;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * What one attempt came to: a code, and either a response that can be handed on or the
 * error that ended it, or neither if the body's verdict is all there is. What others
 * wrote is cleaned here, once for all who repeat it.
 *
 * @param code the code, {@code OK} for a success as far as is known
 * @param message what the server or the transport said
 * @param requestId the RequestId, or {@code null} if there was none
 * @param status the HTTP status, 0 if there was no response
 * @param response the response to hand on, or {@code null} if it was used up
 * @param open whether the body is still to come, so that its end is the attempt's end
 * @param error the error that ended the attempt, or {@code null} if there was an answer
 * @param items the items of a success that failed because of them
 */
record Answer(String code, String message, @Nullable String requestId, int status, @Nullable ClientResponse response,
		boolean open, @Nullable Throwable error, Items items) {

	private static final String REQUEST_ID = "X-TC-RequestId";

	Answer {
		code = OutsideText.name(code);
		message = OutsideText.message(message);
		requestId = OutsideText.nameIfAny(requestId);
	}

	Answer(String code, String message, @Nullable String requestId, int status, @Nullable ClientResponse response,
			boolean open, @Nullable Throwable error) {
		this(code, message, requestId, status, response, open, error, Items.NONE);
	}

	/** An answer whose envelope says that all went well. */
	static Answer ok(ClientResponse response, @Nullable String requestId) {
		return new Answer(ClientErrors.OK, "", requestId, response.statusCode().value(), response, false, null);
	}

	/** A success as far as is known; the body is still arriving. */
	static Answer open(ClientResponse response) {
		return new Answer(ClientErrors.OK, "", requestId(response), response.statusCode().value(), response, true,
				null);
	}

	/** An answer whose status says that it comes from a gateway. */
	private static Answer status(ClientResponse response, @Nullable String requestId) {
		int status = response.statusCode().value();
		return new Answer(ClientErrors.HTTP_STATUS + "." + status, "HTTP status " + status, requestId, status, response,
				false, null);
	}

	/**
	 * What a response comes to by its status and the verdict on its body. Calls that are
	 * guarded and calls that are only looked at are judged here and nowhere else, so that
	 * both are told of alike.
	 * @param response the response
	 * @param verdict the verdict on its body, or {@code null} if nobody read that
	 * @param items looks at the items inside a success
	 * @return the answer, which has the response for the case that it is handed on
	 */
	static Answer judged(ClientResponse response, @Nullable EnvelopeVerdict verdict, ItemAudit items) {
		String requestId = requestId(response);
		if (verdict instanceof EnvelopeVerdict.Failure failure) {
			return new Answer(ClientErrors.ofServer(failure.code()), failure.message(),
					(failure.requestId() != null) ? failure.requestId() : requestId, response.statusCode().value(),
					response, false, null);
		}
		if (!response.statusCode().is2xxSuccessful()) {
			return status(response, requestId);
		}
		if (verdict instanceof EnvelopeVerdict.Success success) {
			return judged(response, success, (success.requestId() != null) ? success.requestId() : requestId, items);
		}
		return (verdict != null) ? unreadable(verdict, response.statusCode().value(), requestId).withResponse(response)
				: ok(response, requestId);
	}

	private static Answer judged(ClientResponse response, EnvelopeVerdict.Success success, @Nullable String requestId,
			ItemAudit items) {
		Items failing = items.failing(success);
		return (failing != null) ? new Answer(ClientErrors.ITEMS_FAILED, FailedItems.describe(failing), requestId,
				response.statusCode().value(), response, false, null, failing) : ok(response, requestId);
	}

	private static Answer unreadable(EnvelopeVerdict verdict, int status, @Nullable String requestId) {
		if (verdict instanceof EnvelopeVerdict.Truncated truncated) {
			return new Answer(ClientErrors.STREAM_TRUNCATED, "The stream is not complete: " + truncated.reason(),
					requestId, status, null, false, null);
		}
		String reason = (verdict instanceof EnvelopeVerdict.Malformed malformed) ? malformed.reason() : "";
		return new Answer(ClientErrors.PARSE_JSON, "The answer is not an envelope: " + reason, requestId, status, null,
				false, null);
	}

	/** No answer. */
	static Answer error(String code, Throwable error) {
		return error(code, error, null);
	}

	/**
	 * No answer, or none that can be read.
	 * @param code the code
	 * @param error what broke the exchange
	 * @param response the response, if there was one before its body broke
	 */
	static Answer error(String code, Throwable error, @Nullable ClientResponse response) {
		String requestId = (response != null) ? requestId(response) : null;
		int status = (response != null) ? response.statusCode().value() : 0;
		if (code.equals(ClientErrors.PARSE_JSON)) {
			return unreadable(new EnvelopeVerdict.Malformed(TransportErrors.unreadable(error)), status, requestId);
		}
		String message = (error.getMessage() != null) ? error.getMessage() : error.getClass().getSimpleName();
		return new Answer(code, message, requestId, status, null, false, error);
	}

	/**
	 * An answer that this library failed to look at. What it says is not known, so the
	 * response goes on if there still is one.
	 */
	static Answer fault(Throwable thrown, @Nullable ClientResponse response) {
		LibraryFault fault = LibraryFault.of(thrown);
		return new Answer(ClientErrors.LIBRARY, String.valueOf(fault.getMessage()),
				(response != null) ? requestId(response) : null, (response != null) ? response.statusCode().value() : 0,
				response, false, fault);
	}

	/** An error that this library failed to look at, which goes on as it came. */
	static Answer fault(LibraryFault fault, Throwable error) {
		return new Answer(ClientErrors.LIBRARY, String.valueOf(fault.getMessage()), null, 0, null, false, error);
	}

	/** This answer, of which this library failed to tell what it means. */
	Answer withFault(LibraryFault fault) {
		String message = fault.getMessage() + (isOk() ? "" : "; the answer was " + this.code + ": " + this.message);
		return new Answer(ClientErrors.LIBRARY, message, this.requestId, this.status, this.response, false,
				(this.error != null) ? this.error : fault);
	}

	/** Nothing was sent. */
	static Answer refused(String code) {
		return new Answer(code, "The call was refused before its first attempt", null, 0, null, false, null);
	}

	/** The caller gave up. */
	static Answer cancelled() {
		return new Answer(ClientErrors.CANCELLED, "The caller gave up", null, 0, null, false, null);
	}

	Answer withResponse(@Nullable ClientResponse response) {
		return new Answer(this.code, this.message, this.requestId, this.status, response, this.open, this.error,
				this.items);
	}

	/** The response of an answer that is to be handed on. */
	ClientResponse requiredResponse() {
		return Objects.requireNonNull(this.response);
	}

	boolean isOk() {
		return this.code.equals(ClientErrors.OK);
	}

	boolean isCancelled() {
		return this.code.equals(ClientErrors.CANCELLED);
	}

	/** Whether this library failed, and not the call as far as is known. */
	boolean isFault() {
		return this.code.equals(ClientErrors.LIBRARY);
	}

	/** Whether all or part of the work may be done, so that no policy may repeat it. */
	boolean isPartlyDone() {
		return this.code.equals(ClientErrors.ITEMS_FAILED) || isFault();
	}

	/** Whether the server never saw the request, so that repeating it does no harm. */
	boolean neverSent() {
		return this.error != null && TransportErrors.neverSent(this.code);
	}

	/** Whether the fault lies on this side, so that it says nothing about the server. */
	boolean ownFault() {
		return this.code.equals(ClientErrors.REQUEST) || this.code.equals(ClientErrors.CREDENTIAL) || isCancelled()
				|| isFault();
	}

	/** Whether an answer before this one, if there was one, says more. */
	boolean saysNothing() {
		return this.response == null && (ownFault() || this.code.equals(ClientErrors.CALL_TIMEOUT));
	}

	HttpStatusCode statusCode() {
		return (this.status > 0) ? HttpStatusCode.valueOf(this.status) : HttpStatus.OK;
	}

	private static @Nullable String requestId(ClientResponse response) {
		return response.headers().asHttpHeaders().getFirst(REQUEST_ID);
	}

	/** Let go of a response that nobody will read. */
	Mono<Void> discard() {
		return (this.response != null) ? this.response.releaseBody().onErrorComplete() : Mono.empty();
	}

}
