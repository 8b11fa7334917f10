package io.github.tencentcloud.resilience.telemetry;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Observes calls and their attempts with Micrometer, for traces. A call is the child of
 * what is observed around it, an attempt the child of its call. Where the HTTP client
 * observes the call itself, its observation stands for the call. What goes wrong in an
 * observation is logged once, and breaks no call.
 */
public class CallObservations {

	/** Observes nothing. */
	public static final CallObservations NOOP = new CallObservations(ObservationRegistry.NOOP, null, null);

	private static final Logger logger = LoggerFactory.getLogger(CallObservations.class);

	private static final TencentCloudCallObservationConvention CALL = new DefaultTencentCloudCallObservationConvention();

	private static final TencentCloudAttemptObservationConvention ATTEMPT = new DefaultTencentCloudAttemptObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable TencentCloudCallObservationConvention callConvention;

	private final @Nullable TencentCloudAttemptObservationConvention attemptConvention;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create the observations.
	 * @param registry the registry; if it is a no-op, nothing is done at all
	 * @param callConvention the names of calls, or {@code null} for the default
	 * @param attemptConvention the names of attempts, or {@code null} for the default
	 */
	public CallObservations(ObservationRegistry registry,
			@Nullable TencentCloudCallObservationConvention callConvention,
			@Nullable TencentCloudAttemptObservationConvention attemptConvention) {
		this.registry = registry;
		this.callConvention = callConvention;
		this.attemptConvention = attemptConvention;
	}

	/**
	 * Start to observe a call.
	 * @param call the call
	 * @param around what is observed around it, or {@code null} if that is whatever the
	 * thread is about
	 * @param standsForCall whether that is the HTTP client's own observation of the call
	 * @return the observation
	 */
	public CallObservation start(TencentCloudCall call, @Nullable Observation around, boolean standsForCall) {
		if (this.registry.isNoop()) {
			return CallObservation.NONE;
		}
		if (standsForCall) {
			return new CallObservation(this, call, around, false);
		}
		try {
			Observation own = Observation.createNotStarted(this.callConvention, CALL,
					() -> new TencentCloudCallObservationContext(call), this.registry);
			start(own, around);
			return own.isNoop() ? new CallObservation(this, call, around, false)
					: new CallObservation(this, call, own, true);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return CallObservation.NONE;
		}
	}

	AttemptObservation attempt(TencentCloudCall call, @Nullable Observation parent, URI uri, int resendCount,
			boolean propagating) {
		try {
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			Observation attempt = Observation.createNotStarted(this.attemptConvention, ATTEMPT, () -> {
				TencentCloudAttemptObservationContext context = new TencentCloudAttemptObservationContext(call, uri,
						resendCount);
				if (propagating) {
					context.setCarrier(headers);
				}
				return context;
			}, this.registry);
			start(attempt, parent);
			return attempt.isNoop() ? AttemptObservation.NONE : new AttemptObservation(this, attempt, headers);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return AttemptObservation.NONE;
		}
	}

	/**
	 * Tracers prefer what the thread is about to the parent that they are told of, so the
	 * thread is about the parent meanwhile.
	 */
	private void start(Observation observation, @Nullable Observation parent) {
		if (parent == null || parent == this.registry.getCurrentObservation()) {
			observation.start();
			return;
		}
		observation.parentObservation(parent);
		scoped(parent, observation::start);
	}

	/**
	 * Do something while the thread is about an observation. A handler that throws when
	 * the scope opens or closes neither hinders it, nor leaves the scope behind.
	 */
	void scoped(Observation observation, Runnable action) {
		Observation.Scope before = this.registry.getCurrentObservationScope();
		Observation.Scope scope = Observation.Scope.NOOP;
		try {
			scope = observation.openScope();
		}
		catch (RuntimeException ex) {
			restore(before, ex);
		}
		try {
			action.run();
		}
		finally {
			close(scope, before);
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

	/** A handler or a convention of somebody's own has thrown. */
	void failed(RuntimeException ex) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Calls to Tencent Cloud go on, but cannot be observed; this is logged once", ex);
		}
	}

}
