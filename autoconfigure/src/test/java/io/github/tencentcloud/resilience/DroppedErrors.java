package io.github.tencentcloud.resilience;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.Hooks;

/**
 * The errors that Reactor has nobody to give to, from now on. Without this it logs them
 * with their stack traces.
 */
public final class DroppedErrors implements AutoCloseable {

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	public DroppedErrors() {
		Hooks.onErrorDropped(this.errors::add);
	}

	/** Those so far. */
	public List<Throwable> errors() {
		return this.errors;
	}

	@Override
	public void close() {
		Hooks.resetOnErrorDropped();
	}

}
