package io.github.tencentcloud.resilience.telemetry;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts observations and opens their scopes with a registry whose handlers may throw. An
 * exception is logged once, and has no further effect.
 */
final class SafeObservations {

	private static final Logger logger = LoggerFactory.getLogger(SafeObservations.class);

	private final ObservationRegistry registry;

	private final AtomicBoolean warned = new AtomicBoolean();

	SafeObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	ObservationRegistry registry() {
		return this.registry;
	}

	/**
	 * Tracers prefer the thread's current observation to an explicit parent, so the
	 * parent is made current for the start.
	 */
	void start(Observation observation, @Nullable Observation parent) {
		if (parent == null || parent == this.registry.getCurrentObservation()) {
			observation.start();
			return;
		}
		observation.parentObservation(parent);
		scoped(parent, observation::start);
	}

	/**
	 * Run an action while an observation is the thread's current one. A handler that
	 * throws when the scope is opened or closed neither prevents the action nor leaves
	 * the scope behind.
	 */
	void scoped(Observation observation, Runnable action) {
		Observation.Scope before = this.registry.getCurrentObservationScope();
		Observation.Scope scope = open(observation, before);
		try {
			action.run();
		}
		finally {
			close(scope, before);
		}
	}

	/** As the other, for what has a result and may throw anything. */
	<T> T call(Observation observation, Callable<T> action) throws Exception {
		Observation.Scope before = this.registry.getCurrentObservationScope();
		Observation.Scope scope = open(observation, before);
		try {
			return action.call();
		}
		finally {
			close(scope, before);
		}
	}

	private Observation.Scope open(Observation observation, Observation.@Nullable Scope before) {
		try {
			return observation.openScope();
		}
		catch (RuntimeException ex) {
			restore(before, ex);
			return Observation.Scope.NOOP;
		}
	}

	private void close(Observation.Scope scope, Observation.@Nullable Scope before) {
		try {
			scope.close();
		}
		catch (RuntimeException ex) {
			restore(before, ex);
		}
	}

	private void restore(Observation.@Nullable Scope before, RuntimeException ex) {
		this.registry.setCurrentObservationScope(before);
		failed(ex);
	}

	/** A handler or a convention of the application has thrown. */
	void failed(RuntimeException ex) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Calls to Tencent Cloud go on, but cannot be observed; this is logged once", ex);
		}
	}

}
