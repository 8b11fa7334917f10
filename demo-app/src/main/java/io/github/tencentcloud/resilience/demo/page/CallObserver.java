package io.github.tencentcloud.resilience.demo.page;

import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

/**
 * Sees each call that ends, RequestId included, which no meter has. The observation is
 * that of the library or, with a client that Boot has made, the client's own.
 */
@Component
class CallObserver implements ObservationHandler<Observation.Context> {

	private final LiveFeed feed;

	CallObserver(LiveFeed feed) {
		this.feed = feed;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStop(Observation.Context context) {
		TencentCloudCallResult result = TencentCloudCallResult.of(context);
		if (result != null) {
			this.feed.ended(new FinishedCall(Schedulers.parallel().now(TimeUnit.MILLISECONDS), result.call().product(),
					result.call().action(), result.code(), result.policy(), result.decision(), result.attempts(),
					TimeUnit.NANOSECONDS.toMillis(result.elapsedNanos()), result.requestId()));
		}
	}

}
