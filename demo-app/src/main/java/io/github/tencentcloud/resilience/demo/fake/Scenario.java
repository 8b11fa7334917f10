package io.github.tencentcloud.resilience.demo.fake;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.tencentcloud.resilience.test.Answer;
import io.github.tencentcloud.resilience.test.Answers;
import io.github.tencentcloud.resilience.test.ReceivedRequest;

/**
 * What the fake API is going through. Shares are counted, not drawn by lot: the answer
 * depends only on how many requests came since the scenario was switched on.
 */
enum Scenario {

	NORMAL("Every request is answered at once.", (turn, request, answer) -> answer.get()),

	THROTTLED("Three requests of five are refused with RequestLimitExceeded.",
			(turn, request, answer) -> (turn % 5 < 3) ? Answers.error("RequestLimitExceeded",
					"Your current request times equals to `21` in a second, which exceeds the frequency limit `20` for a second. Please reduce the frequency of calls.")
					: answer.get()),

	AUTH_BROKEN("Every request is refused with AuthFailure.SignatureFailure.",
			(turn, request, answer) -> Answers.error("AuthFailure.SignatureFailure",
					"The provided credentials could not be validated. Please check your signature is correct.")),

	OUTAGE("Half of the requests end at the gateway with an HTML page and status 503, the others with InternalError.",
			(turn, request, answer) -> outage(turn)),

	BAD_REGION("Requests to ap-shanghai end as in an outage, other regions are well.",
			(turn, request, answer) -> "ap-shanghai".equals(request.region()) ? outage(turn) : answer.get()),

	FLAKY("Three requests of ten go wrong: an InternalError, a reset connection, a body that breaks off.",
			(turn, request, answer) -> switch ((int) (turn % 10)) {
				case 2 -> internalError();
				case 5 -> Answers.connectionReset();
				case 8 -> answer.get().brokenOff();
				default -> answer.get();
			}),

	SLOW("Every request takes 300 ms, one of three takes 3 s.",
			(turn, request, answer) -> answer.get().after(Duration.ofMillis((turn % 3 == 0) ? 3000 : 300))),

	GARBAGE("Status 200 without an envelope: an HTML page, an empty body or half of the JSON.",
			(turn, request, answer) -> switch ((int) (turn % 3)) {
				case 0 -> Answers.html(200, "Please sign in");
				case 1 -> Answers.body(200, "application/json", "");
				default -> Answers.body(200, "application/json", "{\"Response\":{\"TotalCount\":1,\"Insta");
			}),

	QUOTA("Nothing can be created: a cap of the account is reached or a package has run out. Reads are well.",
			(turn, request, answer) -> switch (request.action()) {
				case "AddUser" -> Answers.error("InvalidParameter.SubUserFull",
						"The number of sub-users has reached the upper limit.");
				case "CreateRoom" -> Answers.error("ResourceInsufficient.Room",
						"The number of rooms exceeds what the package holds. Please buy more.");
				case "CreateCallOutSession" ->
					Answers.error("LimitExceeded.BasePackageExpired", "The basic package has expired.");
				case "CreateQA" -> Answers.error("LimitExceeded", "The quota limit is exceeded.");
				default -> answer.get();
			}),

	BAD_REQUEST("Half of the requests are refused with InvalidParameterValue, as after a deploy with a bug.",
			(turn, request, answer) -> (turn % 2 == 0)
					? Answers.error("InvalidParameterValue", "The value of the parameter is not valid.")
					: answer.get()),

	FAILED_ITEMS("SendSms succeeds, and refuses every number but the first inside of its answer.",
			(turn, request, answer) -> request.action().equals("SendSms")
					? Answers.success(SmsApi.sendToFirst(new Parameters(request.parameters()))) : answer.get()),

	UNKNOWN_CODE("One request of five fails with a code that is on no list.", (turn, request, answer) -> (turn % 5 == 0)
			? Answers.error("NovelOperation.NotYetDocumented", "The operation is not possible.") : answer.get()),

	WRONG_CLOCK(
			"The server's clock is ten minutes ahead, so signatures count as expired until the client corrects its own.",
			(turn, request, answer) -> answer.get()) {

		@Override
		Duration clockOffset() {
			return Duration.ofMinutes(10);
		}

	};

	private final String sentence;

	private final Disturbance disturbance;

	Scenario(String sentence, Disturbance disturbance) {
		this.sentence = sentence;
		this.disturbance = disturbance;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Answers the request with the given number.
	 * @param turn the number of the request, counted from 0 since the scenario began
	 * @param request the request
	 * @param answer what the product would say
	 * @return what the caller gets
	 */
	Answer answer(long turn, ReceivedRequest request, Supplier<Answer> answer) {
		return this.disturbance.apply(turn, request, answer);
	}

	/**
	 * Tells how far the server's clock is ahead of ours.
	 * @return the offset
	 */
	Duration clockOffset() {
		return Duration.ZERO;
	}

	private static Answer outage(long turn) {
		return (turn % 2 == 0) ? Answers.html(503, "Service Temporarily Unavailable") : internalError();
	}

	private static Answer internalError() {
		return Answers.error("InternalError", "An internal error has occurred. Retry your request.");
	}

	static Optional<Scenario> of(String id) {
		return Arrays.stream(values()).filter((scenario) -> scenario.id().equalsIgnoreCase(id)).findFirst();
	}

	static Map<String, String> sentences() {
		Map<String, String> sentences = new LinkedHashMap<>();
		for (Scenario scenario : values()) {
			sentences.put(scenario.id(), scenario.sentence);
		}
		return sentences;
	}

	@FunctionalInterface
	private interface Disturbance {

		Answer apply(long turn, ReceivedRequest request, Supplier<Answer> answer);

	}

}
