package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Observes calls and their attempts with Micrometer, for traces. A call is a child of the
 * observation around it, and an attempt a child of its call. Where the HTTP client
 * observes the call itself, that observation represents the call. A failing observation
 * is logged once, and never breaks a call.
 */
public class CallObservations {

	/** Observes nothing. */
	public static final CallObservations NOOP = new CallObservations(ObservationRegistry.NOOP, null, null);

	private static final TencentCloudCallObservationConvention CALL = new DefaultTencentCloudCallObservationConvention();

	private final SafeObservations observations;

	private final @Nullable TencentCloudCallObservationConvention callConvention;

	private final @Nullable TencentCloudAttemptObservationConvention attemptConvention;

	private final boolean listened;

	/**
	 * Create the observations.
	 * @param registry the registry; if it is a no-op, nothing is done at all
	 * @param callConvention the convention for calls, or {@code null} for the default
	 * @param attemptConvention the convention for attempts, or {@code null} for the
	 * default
	 */
	public CallObservations(ObservationRegistry registry,
			@Nullable TencentCloudCallObservationConvention callConvention,
			@Nullable TencentCloudAttemptObservationConvention attemptConvention) {
		this(registry, callConvention, attemptConvention, true);
	}

	/**
	 * Create observations to which perhaps nobody listens.
	 * @param registry the registry; if it is a no-op, nothing is done at all
	 * @param callConvention the convention for calls, or {@code null} for the default
	 * @param attemptConvention the convention for attempts, or {@code null} for the
	 * default
	 * @param listened whether the registry has a handler for anything but meters. If not,
	 * there are no observations of ours, and only those of the HTTP client are told how
	 * their call has ended.
	 */
	public CallObservations(ObservationRegistry registry,
			@Nullable TencentCloudCallObservationConvention callConvention,
			@Nullable TencentCloudAttemptObservationConvention attemptConvention, boolean listened) {
		this.observations = new SafeObservations(registry);
		this.callConvention = callConvention;
		this.attemptConvention = attemptConvention;
		this.listened = listened;
	}

	/**
	 * Start to observe a call.
	 * @param call the call
	 * @param around the observation around it, or {@code null} for the current one of the
	 * thread
	 * @param standsForCall whether that is the HTTP client's own observation of the call
	 * @return the observation
	 */
	public CallObservation start(TencentCloudCall call, @Nullable Observation around, boolean standsForCall) {
		ObservationRegistry registry = this.observations.registry();
		if (registry.isNoop()) {
			return CallObservation.NONE;
		}
		if (standsForCall) {
			return standIn(call, around);
		}
		if (!this.listened) {
			return CallObservation.NONE;
		}
		try {
			Observation own = Observation.createNotStarted(this.callConvention, CALL,
					() -> new TencentCloudCallObservationContext(call), registry);
			this.observations.start(own, around);
			return own.isNoop() ? standIn(call, around)
					: new CallObservation(this.observations, this.attemptConvention, call, own, true, true);
		}
		catch (RuntimeException ex) {
			this.observations.failed(ex);
			return CallObservation.NONE;
		}
	}

	/**
	 * What is observed around a call that begins on this thread.
	 * @return the current observation of the thread, or {@code null} if there is none
	 */
	public @Nullable Observation current() {
		return this.observations.registry().getCurrentObservation();
	}

	private CallObservation standIn(TencentCloudCall call, @Nullable Observation around) {
		return new CallObservation(this.observations, this.attemptConvention, call, around, false, this.listened);
	}

}
