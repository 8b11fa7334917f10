package io.github.tencentcloud.resilience.demo;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

/**
 * Logs each call in a line. The observation of the client, whichever it is, knows how
 * many attempts there were; the caller sees only the end.
 */
@Component
class CallLogger implements ObservationHandler<Observation.Context> {

	private static final Logger logger = LoggerFactory.getLogger(CallLogger.class);

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStop(Observation.Context context) {
		TencentCloudCallResult result = TencentCloudCallResult.of(context);
		// Calls are only cancelled when the demo stops.
		if (result != null && result.outcome() != CallOutcome.CANCELLED) {
			log(CallReport.of(result));
		}
	}

	private static void log(CallReport report) {
		if (report.isSuccess()) {
			logger.info("{}", report);
		}
		else {
			logger.warn("{}", report);
		}
	}

}
