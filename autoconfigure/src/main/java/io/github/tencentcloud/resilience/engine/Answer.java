package io.github.tencentcloud.resilience.engine;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.UntrustedText;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.Items;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * The result of one attempt: a code, and either a response to hand on or the error that
 * ended it; neither if the body's verdict is all there is. Text from outside is cleaned
 * here, once for everyone who quotes it.
 *
 * @param code the code, {@code OK} for a success as far as we know
 * @param message what the server or the transport said
 * @param requestId the RequestId, or {@code null} if there was none
 * @param status the HTTP status, 0 if there was no response
 * @param response whether there is a response for the caller, and not only a verdict
 * @param open whether the body is still arriving, so that the attempt ends with it
 * @param error the error that ended the attempt, or {@code null} if there was an answer
 * @param items the items of a success that failed because of them
 */
public record Answer(String code, String message, @Nullable String requestId, int status, boolean response,
		boolean open, @Nullable Throwable error, Items items) {

	/**
	 * Create an answer and clean its texts.
	 * @param code the code
	 * @param message what was said
	 * @param requestId the RequestId, or {@code null}
	 * @param status the HTTP status, or 0
	 * @param response whether the caller gets a response
	 * @param open whether its body is still arriving
	 * @param error the error, or {@code null}
	 * @param items the items of a success that failed because of them
	 */
	public Answer {
		code = UntrustedText.name(code);
		message = UntrustedText.message(message);
		requestId = UntrustedText.nameIfAny(requestId);
	}

	Answer(String code, String message, @Nullable String requestId, int status, boolean response, boolean open,
			@Nullable Throwable error) {
		this(code, message, requestId, status, response, open, error, Items.NONE);
	}

	/** An answer whose envelope reports success. */
	static Answer ok(ResponseHead head, @Nullable String requestId) {
		return new Answer(ClientErrors.OK, "", requestId, head.status(), true, false, null);
	}

	/** A success as far as we know; the body is still arriving. */
	static Answer open(ResponseHead head) {
		return new Answer(ClientErrors.OK, "", head.requestId(), head.status(), true, true, null);
	}

	/** An answer whose status says that it comes from a gateway. */
	static Answer status(ResponseHead head) {
		int status = head.status();
		return new Answer(ClientErrors.HTTP_STATUS + "." + status, "HTTP status " + status, head.requestId(), status,
				true, false, null);
	}

	/** An answer whose envelope reports an error. */
	static Answer failure(ResponseHead head, EnvelopeVerdict.Failure failure) {
		return new Answer(ClientErrors.ofServer(failure.code()), failure.message(),
				(failure.requestId() != null) ? failure.requestId() : head.requestId(), head.status(),
				!head.isSuccessful(), false, null);
	}

	/** A success that fails because of its items. */
	static Answer itemsFailed(ResponseHead head, @Nullable String requestId, Items failing) {
		return new Answer(ClientErrors.ITEMS_FAILED, failing.describeFailures(), requestId, head.status(), false, false,
				null, failing);
	}

	/** An answer that is not an envelope, or a stream that was cut off. */
	static Answer unreadable(EnvelopeVerdict verdict, int status, @Nullable String requestId) {
		if (verdict instanceof EnvelopeVerdict.Truncated truncated) {
			return new Answer(ClientErrors.STREAM_TRUNCATED, "The stream is incomplete: " + truncated.reason(),
					requestId, status, false, false, null);
		}
		String reason = (verdict instanceof EnvelopeVerdict.Malformed malformed) ? malformed.reason() : "";
		return new Answer(ClientErrors.PARSE_JSON, "The answer is not an envelope: " + reason, requestId, status, false,
				false, null);
	}

	/**
	 * No answer.
	 * @param code the code
	 * @param error what broke the exchange
	 * @return the answer
	 */
	public static Answer error(String code, Throwable error) {
		return error(code, error, null);
	}

	/**
	 * No answer, or an unreadable one.
	 * @param code the code
	 * @param error what broke the exchange
	 * @param head what came before the body broke, or {@code null} if nothing came
	 * @return the answer
	 */
	public static Answer error(String code, Throwable error, @Nullable ResponseHead head) {
		String requestId = (head != null) ? head.requestId() : null;
		int status = (head != null) ? head.status() : 0;
		if (code.equals(ClientErrors.PARSE_JSON)) {
			return unreadable(new EnvelopeVerdict.Malformed(NetworkErrors.unreadable(error)), status, requestId);
		}
		String message = (error.getMessage() != null) ? error.getMessage() : error.getClass().getSimpleName();
		return new Answer(code, message, requestId, status, false, false, error);
	}

	/**
	 * An answer that this library failed to inspect. What it says is unknown, so the
	 * response is handed on if there still is one.
	 * @param thrown what was thrown
	 * @param head what came before its body, or {@code null} if nothing came
	 * @return the answer
	 */
	public static Answer fault(Throwable thrown, @Nullable ResponseHead head) {
		LibraryFault fault = LibraryFault.of(thrown);
		return new Answer(ClientErrors.LIBRARY, String.valueOf(fault.getMessage()),
				(head != null) ? head.requestId() : null, (head != null) ? head.status() : 0, head != null, false,
				fault);
	}

	/**
	 * An error that this library failed to inspect; it is passed on as it came.
	 * @param fault the fault of this library
	 * @param error the error
	 * @return the answer
	 */
	public static Answer fault(LibraryFault fault, Throwable error) {
		return new Answer(ClientErrors.LIBRARY, String.valueOf(fault.getMessage()), null, 0, false, false, error);
	}

	/**
	 * This answer, which this library failed to interpret.
	 * @param fault the fault of this library
	 * @return the same, as a fault of this library
	 */
	public Answer withFault(LibraryFault fault) {
		String message = fault.getMessage() + (isOk() ? "" : "; the answer was " + this.code + ": " + this.message);
		return new Answer(ClientErrors.LIBRARY, message, this.requestId, this.status, this.response, false,
				(this.error != null) ? this.error : fault);
	}

	/** If it never came, it tells from where, unless its message says so. */
	Answer at(URI uri) {
		if (!this.code.startsWith(ClientErrors.NETWORK_ERROR) || uri.getHost() == null) {
			return this;
		}
		String place = uri.getHost() + ((uri.getPort() >= 0) ? ":" + uri.getPort() : "");
		return this.message.contains(place) ? this
				: new Answer(this.code, this.message + " (at " + uri.getScheme() + "://" + place + ")", this.requestId,
						this.status, this.response, this.open, this.error, this.items);
	}

	/** Nothing was sent. */
	static Answer refused(String code, String why) {
		return new Answer(code, "The call was refused before its first attempt: " + why, null, 0, false, false, null);
	}

	/**
	 * The caller gave up.
	 * @return the answer
	 */
	public static Answer cancelled() {
		return new Answer(ClientErrors.CANCELLED, "The caller gave up", null, 0, false, false, null);
	}

	/**
	 * This answer, reduced to its verdict.
	 * @return the same, with no response for the caller
	 */
	public Answer withoutResponse() {
		return new Answer(this.code, this.message, this.requestId, this.status, false, false, this.error, this.items);
	}

	/**
	 * Whether it is a success, as far as we know.
	 * @return {@code true} if nothing is known to be wrong
	 */
	public boolean isOk() {
		return this.code.equals(ClientErrors.OK);
	}

	boolean isCancelled() {
		return this.code.equals(ClientErrors.CANCELLED);
	}

	/**
	 * Whether this library failed, rather than the call.
	 * @return {@code true} if nobody knows what the answer says
	 */
	public boolean isFault() {
		return this.code.equals(ClientErrors.LIBRARY);
	}

	/**
	 * Whether some or all of the work may have been done, so that no policy may repeat
	 * it.
	 */
	boolean isPartlyDone() {
		return this.code.equals(ClientErrors.ITEMS_FAILED) || isFault();
	}

	/** Whether the server never saw the request, so that repeating it is harmless. */
	boolean neverSent() {
		return this.error != null && NetworkErrors.neverSent(this.code);
	}

	/** Whether the fault lies on this side, so that it says nothing about the server. */
	boolean ownFault() {
		return this.code.equals(ClientErrors.REQUEST) || this.code.equals(ClientErrors.CREDENTIAL) || isCancelled()
				|| isFault();
	}

	/** Whether what is missing of its body might have changed it. */
	boolean isUnfinished() {
		return this.open || this.code.equals(ClientErrors.PARSE_JSON)
				|| this.code.equals(ClientErrors.STREAM_TRUNCATED);
	}

	/** Whether an answer before this one, if there was one, says more. */
	boolean saysNothing() {
		return !this.response && (ownFault() || this.code.equals(ClientErrors.CALL_TIMEOUT));
	}

	/** The HTTP status, or 200 if there was none. */
	int statusCode() {
		return (this.status > 0) ? this.status : 200;
	}

}
