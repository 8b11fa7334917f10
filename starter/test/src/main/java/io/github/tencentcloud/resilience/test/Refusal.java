package io.github.tencentcloud.resilience.test;

/**
 * A request that Tencent Cloud itself would refuse, before any product sees it.
 */
class Refusal extends RuntimeException {

	private final String code;

	Refusal(String code, String message) {
		super(message, null, false, false);
		this.code = code;
	}

	String code() {
		return this.code;
	}

	String text() {
		return String.valueOf(getMessage());
	}

	static Refusal missingParameter(String name) {
		return new Refusal("MissingParameter", "The request is missing a required parameter `%s`.".formatted(name));
	}

}
