package io.github.tencentcloud.resilience.engine;

/**
 * The application stops, so nobody waits any longer. Has no stack trace, as other
 * refusals have none.
 */
final class ShutdownRefusal extends RuntimeException {

	ShutdownRefusal() {
		super("The application is shutting down, so the call does not wait any longer", null, false, false);
	}

}
