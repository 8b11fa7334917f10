package io.github.tencentcloud.resilience.client;

/**
 * Marks, as a suppressed exception, an error that the request's own body raised.
 * Connectors report it as they report a broken connection.
 */
final class RequestBodyFault extends RuntimeException {

	private static final RequestBodyFault INSTANCE = new RequestBodyFault();

	private RequestBodyFault() {
		super("The body of the request failed", null, false, false);
	}

	static void mark(Throwable error) {
		if (!isIn(error)) {
			error.addSuppressed(INSTANCE);
		}
	}

	static boolean isIn(Throwable error) {
		for (Throwable suppressed : error.getSuppressed()) {
			if (suppressed == INSTANCE) {
				return true;
			}
		}
		return false;
	}

}
