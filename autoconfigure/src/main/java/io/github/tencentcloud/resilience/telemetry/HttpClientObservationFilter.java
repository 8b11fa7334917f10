package io.github.tencentcloud.resilience.telemetry;

import java.util.function.Predicate;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Adds the code in the body to {@code http.client.requests}. Every observation of that
 * name gets the tag, including those for other hosts and from clients that are not
 * guarded, since Prometheus requires the same tags on all series of a meter. A value that
 * the application's own convention has set is kept.
 */
public class HttpClientObservationFilter implements ObservationFilter {

	/** The values of the tag, within the limit of codes; {@code null} for no tag. */
	private final @Nullable TagValues codes;

	private final Predicate<Observation.Context> httpClients;

	/** Whether anybody wants more than the tag. */
	private final boolean detailed;

	/**
	 * Create a filter that adds the tag {@code tencentcloud.code}, and details for
	 * traces.
	 * @param limits how many different codes there may be
	 * @param knownCode tells whether a code is in a table; such a code never becomes
	 * {@code other}
	 * @param httpClients recognises the observations of HTTP clients
	 * @param detailed {@code false} for no details, since nobody traces
	 */
	public HttpClientObservationFilter(CardinalityLimits limits, Predicate<String> knownCode,
			Predicate<Observation.Context> httpClients, boolean detailed) {
		this.codes = TagValues.codes(limits, knownCode);
		this.httpClients = httpClients;
		this.detailed = detailed;
	}

	/**
	 * Create a filter that adds no tag, but only details for traces.
	 * @param httpClients recognises the observations of HTTP clients
	 * @param detailed {@code false} for no details, since nobody traces
	 */
	public HttpClientObservationFilter(Predicate<Observation.Context> httpClients, boolean detailed) {
		this.codes = null;
		this.httpClients = httpClients;
		this.detailed = detailed;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (!this.httpClients.test(context)) {
			return context;
		}
		TencentCloudCallResult result = TencentCloudCallResult.of(context);
		if (this.codes != null && context.getLowCardinalityKeyValue(ObservationKeys.CODE) == null) {
			context.addLowCardinalityKeyValue(
					KeyValue.of(ObservationKeys.CODE, this.codes.orOther((result != null) ? result.code() : null)));
		}
		return (result != null && this.detailed) ? context.addHighCardinalityKeyValues(details(result)) : context;
	}

	private static KeyValues details(TencentCloudCallResult result) {
		return ObservationKeys.details(result.code(), result.requestId())
			.and(ObservationKeys.PRODUCT, result.call().product(), ObservationKeys.ACTION, result.call().action(),
					ObservationKeys.REGION, result.call().region(), ObservationKeys.POLICY, result.policy(),
					ObservationKeys.DECISION, result.decision(), ObservationKeys.OUTCOME, result.outcome().name(),
					ObservationKeys.ATTEMPTS, String.valueOf(result.attempts()));
	}

}
