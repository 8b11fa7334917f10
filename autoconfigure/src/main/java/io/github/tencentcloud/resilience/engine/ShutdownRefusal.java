package io.github.tencentcloud.resilience.engine;

/**
 * The application is stopping, so nobody waits any longer. Like other refusals, it has no
 * stack trace.
 */
final class ShutdownRefusal extends RuntimeException {

	ShutdownRefusal() {
		super("The application is shutting down, so the call does not wait any longer", null, false, false);
	}

}
