package io.github.tencentcloud.resilience.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.policy.Policy;

/**
 * The observation of one attempt.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class AttemptObservation {

	/** Observes nothing. */
	public static final AttemptObservation NONE = new AttemptObservation();

	private static final TencentCloudAttemptObservationConvention CONVENTION = new DefaultTencentCloudAttemptObservationConvention();

	private final @Nullable SafeObservations observations;

	private final @Nullable Observation observation;

	private final Map<String, String> headers;

	private AttemptObservation() {
		this.observations = null;
		this.observation = null;
		this.headers = Map.of();
	}

	private AttemptObservation(SafeObservations observations, Observation observation, Map<String, String> headers) {
		this.observations = observations;
		this.observation = observation;
		this.headers = headers;
	}

	/**
	 * Start to observe an attempt.
	 * @param observations what starts the observation
	 * @param convention the convention to use, or {@code null} for the default
	 * @param parent the observation the attempt belongs to, or {@code null} for the
	 * current one of the thread
	 * @param context creates the context, if any handler is interested
	 * @param propagating whether the trace may be passed to the server in headers
	 */
	static AttemptObservation start(SafeObservations observations,
			@Nullable TencentCloudAttemptObservationConvention convention, @Nullable Observation parent,
			Supplier<TencentCloudAttemptObservationContext> context, boolean propagating) {
		try {
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			Observation attempt = Observation.createNotStarted(convention, CONVENTION, () -> {
				TencentCloudAttemptObservationContext made = context.get();
				if (propagating) {
					made.setCarrier(headers);
				}
				return made;
			}, observations.registry());
			observations.start(attempt, parent);
			return attempt.isNoop() ? NONE : new AttemptObservation(observations, attempt, headers);
		}
		catch (RuntimeException ex) {
			observations.failed(ex);
			return NONE;
		}
	}

	/**
	 * The headers that pass the trace to the server.
	 * @return headers to add to those of the request, often none
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * The parent of everything that is observed inside the attempt.
	 * @return the observation, or {@code null} if nothing is observed
	 */
	public @Nullable Observation observation() {
		return this.observation;
	}

	/**
	 * Send an attempt on the thread that asks for it, so that what is observed inside
	 * belongs to it.
	 * @param <T> what comes of it
	 * @param sending sends it
	 * @return what it returns
	 * @throws Exception what it throws
	 */
	public <T> T call(Callable<T> sending) throws Exception {
		if (this.observation == null || this.observations == null) {
			return sending.call();
		}
		return this.observations.call(this.observation, sending);
	}

	/**
	 * The attempt has ended.
	 * @param answer its result
	 * @param nanos how long it took
	 */
	public void ended(ReportedAnswer answer, long nanos) {
		if (this.observation == null || this.observations == null) {
			return;
		}
		boolean ok = answer.code().equals(ClientErrors.OK);
		try {
			((TencentCloudAttemptObservationContext) this.observation.getContext())
				.setResult(new TencentCloudAttemptResult(answer.code(), ok ? Policy.NONE : answer.policy(),
						ok ? Policy.NONE : answer.decision().value(), answer.requestId(), answer.status(), nanos));
			ObservedError.stop(this.observation, ok ? null : answer);
		}
		catch (RuntimeException ex) {
			this.observations.failed(ex);
		}
	}

}
