package io.github.tencentcloud.resilience.demo.fake;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

/**
 * What the fake API is going through. Shares are counted, not drawn by lot: the answer
 * depends only on how many requests came since the scenario was switched on.
 */
enum Scenario {

	NORMAL("Every request is answered at once.", (turn, answer) -> answer.get()),

	THROTTLED("Three requests of five are refused with RequestLimitExceeded.",
			(turn, answer) -> (turn % 5 < 3) ? Answers.error("RequestLimitExceeded",
					"Your current request times equals to `21` in a second, which exceeds the frequency limit `20` for a second. Please reduce the frequency of calls.")
					: answer.get()),

	AUTH_BROKEN("Every request is refused with AuthFailure.SignatureFailure.",
			(turn, answer) -> Answers.error("AuthFailure.SignatureFailure",
					"The provided credentials could not be validated. Please check your signature is correct.")),

	OUTAGE("Half of the requests end at the gateway with an HTML page and status 503, the others with InternalError.",
			(turn, answer) -> (turn % 2 == 0) ? Answers.page(503, "Service Temporarily Unavailable")
					: Answers.error("InternalError", "An internal error has occurred. Retry your request.")),

	FLAKY("Three requests of ten go wrong: an InternalError, a reset connection, a body that breaks off.",
			(turn, answer) -> switch ((int) (turn % 10)) {
				case 2 -> Answers.error("InternalError", "An internal error has occurred. Retry your request.");
				case 5 -> answer.get().withFault(Fault.CONNECTION_RESET_BY_PEER);
				case 8 -> answer.get().withFault(Fault.MALFORMED_RESPONSE_CHUNK);
				default -> answer.get();
			}),

	SLOW("Every request takes 300 ms, one of three takes 3 s.",
			(turn, answer) -> answer.get().withFixedDelay((turn % 3 == 0) ? 3000 : 300)),

	GARBAGE("Status 200 without an envelope: an HTML page, an empty body or half of the JSON.",
			(turn, answer) -> switch ((int) (turn % 3)) {
				case 0 -> Answers.page(200, "Please sign in");
				case 1 -> Answers.json("");
				default -> Answers.json("{\"Response\":{\"TotalCount\":1,\"Insta");
			});

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
	 * @param answer what the product would say
	 * @return what the caller gets
	 */
	ResponseDefinitionBuilder answer(long turn, Supplier<ResponseDefinitionBuilder> answer) {
		return this.disturbance.apply(turn, answer);
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

		ResponseDefinitionBuilder apply(long turn, Supplier<ResponseDefinitionBuilder> answer);

	}

}
