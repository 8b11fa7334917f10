package io.github.tencentcloud.resilience.client;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;

import io.github.tencentcloud.resilience.telemetry.CodeTag;

/**
 * Says on {@code http.client.requests} what the body said. Each observation of that name
 * gets the tag, be it of another host or of a {@code RestClient}, since Prometheus wants
 * the same tags on all of a meter's series. A convention of the application's own that
 * has the tag keeps it.
 */
public class HttpClientObservationFilter implements ObservationFilter {

	private final @Nullable CodeTag code;

	/**
	 * Create the filter.
	 * @param code the tag {@code tencentcloud.code}, or {@code null} for no tag, and only
	 * for more detail in traces
	 */
	public HttpClientObservationFilter(@Nullable CodeTag code) {
		this.code = code;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (!(context instanceof ClientRequestObservationContext)
				&& !(context instanceof org.springframework.http.client.observation.ClientRequestObservationContext)) {
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
