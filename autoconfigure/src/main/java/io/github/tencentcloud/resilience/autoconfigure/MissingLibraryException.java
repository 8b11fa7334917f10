package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;

/**
 * Stops the start-up because libraries are missing that every call needs.
 */
class MissingLibraryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, String> missing;

	/**
	 * Create the exception.
	 * @param missing the missing classes, and the dependencies that contain them
	 */
	MissingLibraryException(Map<String, String> missing) {
		super("tencentcloud-resilience needs classes that are not on the class path: "
				+ String.join(", ", missing.keySet()));
		this.missing = missing;
	}

	Map<String, String> getMissing() {
		return this.missing;
	}

}
