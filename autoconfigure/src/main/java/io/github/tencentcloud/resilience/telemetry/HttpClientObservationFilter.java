package io.github.tencentcloud.resilience.telemetry;

import java.util.function.Predicate;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says on {@code http.client.requests} what the body said. Each observation of that name
 * gets the tag, be it of another host or of a {@code RestClient}, since Prometheus wants
 * the same tags on all of a meter's series. A convention of the application's own that
 * has the tag keeps it.
 */
public class HttpClientObservationFilter implements ObservationFilter {

	private final @Nullable CodeTag code;

	private final Predicate<Observation.Context> httpClients;

	/**
	 * Create the filter.
	 * @param code the tag {@code tencentcloud.code}, or {@code null} for no tag, and only
	 * for more detail in traces
	 * @param httpClients knows the observations of HTTP clients
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
