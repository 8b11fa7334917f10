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
	static Answer open(ClientResponse response, @Nullable String requestId) {
		return new Answer(ClientErrors.OK, "", requestId, response.statusCode().value(), response, true, null);
	}

	/** An answer whose status says that it comes from a gateway. */
	static Answer status(ClientResponse response, @Nullable String requestId) {
		int status = response.statusCode().value();
		return new Answer(ClientErrors.HTTP_STATUS + "." + status, "HTTP status " + status, requestId, status, response,
				false, null);
	}

	/**
	 * An answer that failed by its body's verdict, with a response only if it is to be
	 * handed on.
	 */
	static Answer failed(EnvelopeVerdict verdict, HttpStatusCode status, @Nullable ClientResponse response,
			@Nullable String requestId) {
		if (verdict instanceof EnvelopeVerdict.Failure failure) {
			return new Answer(ClientErrors.ofServer(failure.code()), failure.message(),
					(failure.requestId() != null) ? failure.requestId() : requestId, status.value(), response, false,
					null);
		}
		if (verdict instanceof EnvelopeVerdict.Truncated truncated) {
			return new Answer(ClientErrors.STREAM_TRUNCATED, "The stream is not complete: " + truncated.reason(),
					requestId, status.value(), response, false, null);
		}
		String reason = (verdict instanceof EnvelopeVerdict.Malformed malformed) ? malformed.reason() : "";
		return new Answer(ClientErrors.PARSE_JSON, "The answer is not an envelope: " + reason, requestId,
				status.value(), response, false, null);
	}

	/** An answer whose envelope holds no error, and that fails for its items. */
	static Answer itemsFailed(EnvelopeVerdict.Success success, HttpStatusCode status, @Nullable String requestId) {
		return new Answer(ClientErrors.ITEMS_FAILED, FailedItems.describe(success.items()),
				(success.requestId() != null) ? success.requestId() : requestId, status.value(), null, false, null,
				success.items());
	}

	/** No answer, or none that can be read. */
	static Answer error(String code, Throwable error) {
		if (code.equals(ClientErrors.PARSE_JSON)) {
			return failed(new EnvelopeVerdict.Malformed("its compressed data are damaged"), HttpStatus.OK, null, null);
		}
		String message = (error.getMessage() != null) ? error.getMessage() : error.getClass().getSimpleName();
		return new Answer(code, message, null, 0, null, false, error);
	}

	/** Nothing was sent. */
	static Answer refused(String code) {
		return new Answer(code, "The call was refused before its first attempt", null, 0, null, false, null);
	}

	/** The caller gave up. */
	static Answer cancelled() {
		return new Answer(ClientErrors.CANCELLED, "The caller gave up", null, 0, null, false, null);
	}

	Answer withResponse(ClientResponse response) {
		return new Answer(this.code, this.message, this.requestId, this.status, response, this.open, this.error);
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

	/** Whether part of the work is done, so that no policy may repeat it. */
	boolean isPartlyDone() {
		return this.code.equals(ClientErrors.ITEMS_FAILED);
	}

	/** Whether the server never saw the request, so that repeating it does no harm. */
	boolean neverSent() {
		return this.error != null && TransportErrors.neverSent(this.code);
	}

	/** Whether the fault lies on this side, so that it says nothing about the server. */
	boolean ownFault() {
		return this.code.equals(ClientErrors.REQUEST) || this.code.equals(ClientErrors.CREDENTIAL) || isCancelled();
	}

	/** Whether an answer before this one, if there was one, says more. */
	boolean saysNothing() {
		return ownFault() || this.code.equals(ClientErrors.CALL_TIMEOUT);
	}

	HttpStatusCode statusCode() {
		return (this.status > 0) ? HttpStatusCode.valueOf(this.status) : HttpStatus.OK;
	}

	/** Let go of a response that nobody will read. */
	Mono<Void> discard() {
		return (this.response != null) ? this.response.releaseBody().onErrorComplete() : Mono.empty();
	}

}
