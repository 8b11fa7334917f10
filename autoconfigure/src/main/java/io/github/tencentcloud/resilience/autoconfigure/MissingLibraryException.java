package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;

/**
 * Stops the start-up because of libraries that are not there, though no call can do
 * without them.
 */
class MissingLibraryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, String> missing;

	/**
	 * Create the exception.
	 * @param missing classes that are not there, and the dependencies that have them
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
