package io.github.tencentcloud.resilience.demo.page;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptObservationContext;
import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptResult;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

/**
 * Sees each call that ends with its attempts, RequestIds included, which no meter has.
 * The observation of a call is that of the library or, with a client that Boot has made,
 * the client's own; those of its attempts are its children.
 */
@Component
class CallObserver implements ObservationHandler<Observation.Context> {

	private static final String BEGAN = CallObserver.class.getName() + ".BEGAN";

	private final LiveFeed feed;

	private final Tally tally;

	CallObserver(LiveFeed feed, Tally tally) {
		this.feed = feed;
		this.tally = tally;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStart(Observation.Context context) {
		if (context instanceof TencentCloudAttemptObservationContext) {
			context.put(BEGAN, now());
		}
		else {
			context.put(Trail.class, new Trail(now()));
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		if (context instanceof TencentCloudAttemptObservationContext attempt) {
			ended(attempt);
			return;
		}
		TencentCloudCallResult result = TencentCloudCallResult.of(context);
		if (result != null) {
			Trail trail = context.get(Trail.class);
			ended(result, (trail != null) ? trail.attempts() : List.of());
		}
	}

	private void ended(TencentCloudAttemptObservationContext context) {
		TencentCloudAttemptResult result = context.getResult();
		ObservationView parent = context.getParentObservation();
		Trail trail = (parent != null) ? parent.getContextView().get(Trail.class) : null;
		if (result != null && trail != null) {
			this.tally.attempt(trail.ended(result, context.<Long>getRequired(BEGAN), now()));
		}
	}

	private void ended(TencentCloudCallResult result, List<Attempt> trail) {
		Fate fate = Fate.of(result, trail);
		this.tally.call(result.attempts(), fate);
		this.feed.ended(new FinishedCall(Schedulers.parallel().now(TimeUnit.MILLISECONDS), result.call().product(),
				result.call().action(), result.code(), result.policy(), result.decision(), result.attempts(),
				TimeUnit.NANOSECONDS.toMillis(result.elapsedNanos()), result.requestId(), trail,
				Fate.sentence(fate, result.attempts())));
	}

	/** Evenly, whatever happens to the clock. */
	private static long now() {
		return System.nanoTime();
	}

}
