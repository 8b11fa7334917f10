package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The names of key values, the same on every observation and log line. Those without our
 * prefix are OpenTelemetry's.
 */
final class ObservationKeys {

	static final String PRODUCT = "tencentcloud.product";

	static final String ACTION = "tencentcloud.action";

	static final String REGION = "tencentcloud.region";

	static final String CODE = "tencentcloud.code";

	static final String POLICY = "tencentcloud.policy";

	static final String DECISION = "tencentcloud.decision";

	static final String OUTCOME = "tencentcloud.outcome";

	static final String ATTEMPTS = "tencentcloud.attempts";

	static final String REQUEST_ID = "tencentcloud.request_id";

	static final String ERROR_TYPE = "error.type";

	static final String RESEND_COUNT = "http.request.resend_count";

	static final String METHOD = "http.request.method";

	static final String STATUS = "http.response.status_code";

	static final String SERVER_ADDRESS = "server.address";

	static final String SERVER_PORT = "server.port";

	/** For a value that is not known, or not known yet. */
	static final String NONE = KeyValue.NONE_VALUE;

	private ObservationKeys() {
	}

	/** Micrometer is faster with keys that are already sorted. */
	static KeyValues identity(TencentCloudCall call, String code, String decision, String policy) {
		return KeyValues.of(KeyValue.of(ACTION, call.action()), KeyValue.of(CODE, code),
				KeyValue.of(DECISION, decision), KeyValue.of(POLICY, policy), KeyValue.of(PRODUCT, call.product()),
				KeyValue.of(REGION, call.region()));
	}

	/**
	 * Key values for traces only. OpenTelemetry expects {@code error.type} only where
	 * there is an error, whereas the tag of a meter always has to be present.
	 */
	static KeyValues details(String code, @Nullable String requestId) {
		KeyValues details = code.equals(ClientErrors.OK) || code.equals(NONE) ? KeyValues.empty()
				: KeyValues.of(ERROR_TYPE, code);
		return (requestId != null) ? details.and(REQUEST_ID, requestId) : details;
	}

}
