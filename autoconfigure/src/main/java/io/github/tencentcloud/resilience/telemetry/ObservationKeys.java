package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The keys of key values, the same on every observation and log line. Those without a
 * prefix are OpenTelemetry's.
 */
public final class ObservationKeys {

	public static final String PRODUCT = "tencentcloud.product";

	public static final String ACTION = "tencentcloud.action";

	public static final String REGION = "tencentcloud.region";

	public static final String CODE = "tencentcloud.code";

	public static final String POLICY = "tencentcloud.policy";

	public static final String DECISION = "tencentcloud.decision";

	public static final String OUTCOME = "tencentcloud.outcome";

	public static final String ATTEMPTS = "tencentcloud.attempts";

	public static final String REQUEST_ID = "tencentcloud.request_id";

	public static final String ERROR_TYPE = "error.type";

	public static final String RESEND_COUNT = "http.request.resend_count";

	public static final String METHOD = "http.request.method";

	public static final String STATUS = "http.response.status_code";

	public static final String SERVER_ADDRESS = "server.address";

	public static final String SERVER_PORT = "server.port";

	/** For a value that is not known, or not known yet. */
	public static final String NONE = KeyValue.NONE_VALUE;

	private ObservationKeys() {
	}

	/** Micrometer is faster with keys that are sorted already. */
	public static KeyValues identity(TencentCloudCall call, String code, String decision, String policy) {
		return KeyValues.of(KeyValue.of(ACTION, call.action()), KeyValue.of(CODE, code),
				KeyValue.of(DECISION, decision), KeyValue.of(POLICY, policy), KeyValue.of(PRODUCT, call.product()),
				KeyValue.of(REGION, call.region()));
	}

	/**
	 * Key values for traces only. OpenTelemetry wants {@code error.type} only where there
	 * is an error, whereas the tag of a meter always has to be there.
	 */
	public static KeyValues details(String code, @Nullable String requestId) {
		KeyValues details = code.equals(ClientErrors.OK) || code.equals(NONE) ? KeyValues.empty()
				: KeyValues.of(ERROR_TYPE, code);
		return (requestId != null) ? details.and(REQUEST_ID, requestId) : details;
	}

}
