package io.github.tencentcloud.resilience.telemetry;

import java.util.function.Predicate;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Adds the code in the body to {@code http.client.requests}. Every observation of that
 * name gets the tag, including those of other hosts and of {@code RestClient}, since
 * Prometheus wants the same tags on all series of a meter. If a convention of the
 * application sets the tag itself, its value stays.
 */
public class HttpClientObservationFilter implements ObservationFilter {

	private final @Nullable CodeTag code;

	private final Predicate<Observation.Context> httpClients;

	/**
	 * Create the filter.
	 * @param code the tag {@code tencentcloud.code}, or {@code null} to add no tag but
	 * only details for traces
	 * @param httpClients recognises the observations of HTTP clients
	 */
	public HttpClientObservationFilter(@Nullable CodeTag code, Predicate<Observation.Context> httpClients) {
		this.code = code;
		this.httpClients = httpClients;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (!this.httpClients.test(context)) {
			return context;
		}
		TencentCloudCallResult result = TencentCloudCallResult.of(context);
		if (this.code != null && context.getLowCardinalityKeyValue(ObservationKeys.CODE) == null) {
			context.addLowCardinalityKeyValue(
					KeyValue.of(ObservationKeys.CODE, this.code.value((result != null) ? result.code() : null)));
		}
		return (result != null) ? context.addHighCardinalityKeyValues(details(result)) : context;
	}

	private static KeyValues details(TencentCloudCallResult result) {
		return ObservationKeys.details(result.code(), result.requestId())
			.and(ObservationKeys.PRODUCT, result.call().product(), ObservationKeys.ACTION, result.call().action(),
					ObservationKeys.REGION, result.call().region(), ObservationKeys.POLICY, result.policy(),
					ObservationKeys.DECISION, result.decision(), ObservationKeys.OUTCOME, result.outcome().name(),
					ObservationKeys.ATTEMPTS, String.valueOf(result.attempts()));
	}

}
