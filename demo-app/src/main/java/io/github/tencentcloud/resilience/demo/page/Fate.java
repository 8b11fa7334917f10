package io.github.tencentcloud.resilience.demo.page;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

/**
 * What became of a call at which something went wrong.
 *
 * @param kind the kind of end
 * @param why the code that a retry made good, or why there was no further attempt;
 * {@code null} if it is not known
 */
record Fate(Fate.Kind kind, @Nullable String why) {

	/**
	 * Tells the fate of a call.
	 * @param result what it came to
	 * @param attempts its attempts in order
	 * @return the fate, or {@code null} if all went well at once
	 */
	static @Nullable Fate of(TencentCloudCallResult result, List<Attempt> attempts) {
		int made = result.attempts();
		if (result.outcome() == CallOutcome.SUCCESS) {
			return (made > 1) ? new Fate(Kind.RESCUED, attempts.isEmpty() ? null : attempts.get(0).code()) : null;
		}
		if (made == 0) {
			return new Fate(Kind.REFUSED, refusal(result.code()));
		}
		NoRetryReason reason = result.noRetryReason();
		return new Fate((made > 1) ? Kind.IN_VAIN : Kind.NOT_REPEATED, (reason != null) ? reason(reason) : null);
	}

	private static String refusal(String code) {
		if (code.equals(ClientErrors.CIRCUIT_BREAKER_OPEN)) {
			return "the circuit breaker was open";
		}
		if (code.startsWith(ClientErrors.THROTTLED)) {
			return "there was no room for it in time";
		}
		return code.equals(ClientErrors.CALL_TIMEOUT) ? "its deadline had passed" : code;
	}

	private static String reason(NoRetryReason reason) {
		return switch (reason) {
			case NOT_WANTED -> "its policy has no retries";
			case PARTLY_DONE -> "some of its items succeeded";
			case ANSWER_BEGUN -> "its answer had been passed on in part";
			case OBSERVED -> "the mode is observe";
			case RETRIES_USED_UP -> "the retries of its policy are used up";
			case NOT_CORRECTED -> "what the server refused could not be put right";
			case NOT_IDEMPOTENT -> "it may have been executed";
			case MAX_ATTEMPTS -> "max-attempts is reached";
			case BUDGET -> "the retry budget is empty";
			case DEADLINE -> "the deadline would have come first";
			case BREAKER -> "the circuit breaker opened meanwhile";
			case THROTTLED -> "there was no room for it in time";
			case SIGNATURE_AGE -> "its signature is too old";
			case SIGNED_ONCE -> "its signature is good for one attempt";
			case OFF -> "retries are switched off";
			case SHUTDOWN -> "the application is shutting down";
		};
	}

	/**
	 * The fate in a sentence.
	 * @param fate the fate, or {@code null}
	 * @param made how many attempts were made
	 * @return for example {@code Not repeated, since it may have been executed.}
	 */
	static String sentence(@Nullable Fate fate, int made) {
		if (fate == null) {
			return "Succeeded at once.";
		}
		String since = (fate.why() != null) ? ", since " + fate.why() : "";
		return switch (fate.kind()) {
			case RESCUED -> "Rescued: attempt %d succeeded.".formatted(made);
			case IN_VAIN -> "Failed in spite of %s; no further one%s.".formatted(retries(made - 1), since);
			case NOT_REPEATED -> "Not repeated%s.".formatted(since);
			case REFUSED -> "Refused before its first attempt%s. Nothing was sent.".formatted(since);
		};
	}

	private static String retries(int count) {
		return (count == 1) ? "a retry" : count + " retries";
	}

	/**
	 * How a call ended at which something went wrong.
	 */
	enum Kind {

		/** A retry succeeded. */
		RESCUED,

		/** Its retries failed as well. */
		IN_VAIN,

		/** There was one attempt and no retry. */
		NOT_REPEATED,

		/** There was no attempt at all. */
		REFUSED;

		String value() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
