package io.github.tencentcloud.resilience.demo.fake;

import io.github.tencentcloud.resilience.test.Answer;
import io.github.tencentcloud.resilience.test.Answers;

/**
 * A product refuses a request.
 */
class ApiError extends RuntimeException {

	private final Answer answer;

	ApiError(String code, String message) {
		super(message, null, false, false);
		this.answer = Answers.error(code, message);
	}

	/** What the caller gets instead. */
	Answer answer() {
		return this.answer;
	}

	static ApiError missingParameter(String name) {
		return new ApiError("MissingParameter", "The request is missing a required parameter `%s`.".formatted(name));
	}

}
