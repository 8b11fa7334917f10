package io.github.tencentcloud.resilience.demo.fake;

/**
 * An answer with {@code Error} in its envelope.
 */
class ApiError extends RuntimeException {

	private final String code;

	ApiError(String code, String message) {
		super(message, null, false, false);
		this.code = code;
	}

	String code() {
		return this.code;
	}

	String text() {
		return String.valueOf(getMessage());
	}

	static ApiError missingParameter(String name) {
		return new ApiError("MissingParameter", "The request is missing a required parameter `%s`.".formatted(name));
	}

}
