package io.github.tencentcloud.resilience.telemetry;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.Assert;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.webclient.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations without a client around them.
 */
class CallObservationsTests {

	private static final TencentCloudCall CALL = new TencentCloudCall("cvm", "RunInstances", null, "none", "a", "POST");

	@Test
	void nothingIsObservedWithoutHandlers() {
		ObservationRegistry empty = ObservationRegistry.create();
		assertThat(new CallObservations(empty, null, null).start(CALL, null, false)).isSameAs(CallObservation.NONE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void scopeThatAHandlerBreaksIsNotLeftBehind(boolean opened) {
		ObservationRegistry broken = ObservationRegistry.create();
		broken.observationConfig().observationHandler(new BrokenScope(opened));
		AtomicInteger done = new AtomicInteger();
		new SafeObservations(broken).scoped(Observation.start("around", broken), done::incrementAndGet);
		assertThat(done).hasValue(1);
		assertThat(broken.getCurrentObservationScope()).isNull();
	}

	@Test
	void conventionsOfTheApplicationWin() {
		Traces traces = new Traces();
		CallObservations observations = new CallObservations(traces.registry,
				new DefaultTencentCloudCallObservationConvention() {
					@Override
					public String getContextualName(TencentCloudCallObservationContext context) {
						return "my call";
					}
				}, new DefaultTencentCloudAttemptObservationConvention() {
					@Override
					public String getContextualName(TencentCloudAttemptObservationContext context) {
						return "my attempt " + context.getResendCount();
					}
				});
		CallObservation observation = observations.start(CALL, null, false);
		observation.attempt(URI.create("https://a/"), true).ended(new Cancelled(), 1);
		observation.ended(null, CallOutcome.SUCCESS, null, 1, null);
		assertThat(traces.spans("my call")).hasSize(1);
		assertThat(traces.spans("my attempt 0")).hasSize(1);
	}

	/** Whoever gives up has met no error. */
	@Test
	void onlyWhatFailedHasAnError() {
		Traces traces = new Traces();
		CallObservations observations = new CallObservations(traces.registry, null, null);
		CallObservation cancelled = observations.start(CALL, null, false);
		cancelled.ended(new Cancelled(), CallOutcome.CANCELLED, null, 1, null);
		CallObservation failed = observations.start(CALL, null, false);
		failed.ended(new Failed(), CallOutcome.FAILURE, "1", 1, NoRetryReason.NOT_IDEMPOTENT);
		assertThat(traces.stopped).extracting(Observation.Context::getError)
			.satisfiesExactly((none) -> assertThat(none).isNull(),
					(error) -> assertThat(error).hasMessage("InternalError: so"));
		assertThat(traces.stopped).extracting((context) -> TencentCloudCallResult.of(context).policy())
			.containsExactly("none", "transient");
		assertThat(traces.stopped).extracting((context) -> TencentCloudCallResult.of(context).noRetryReason())
			.containsExactly(null, NoRetryReason.NOT_IDEMPOTENT);
	}

	/** The header that a trace has set twice is sent once. */
	@Test
	void headersOfTheTraceAreThoseOfTheAttempt() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new HeaderSetter());
		CallObservation call = new CallObservations(registry, null, null).start(CALL, null, false);
		assertThat(call.attempt(URI.create("https://a/"), true).headers()).hasSize(1).containsEntry("traceparent", "2");
		assertThat(call.attempt(URI.create("https://a/"), false).headers()).isEmpty();
	}

	private record BrokenScope(boolean opened) implements ObservationHandler<Observation.Context> {

		@Override
		public void onScopeOpened(Observation.Context context) {
			Assert.state(!this.opened, "opened");
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			throw new IllegalStateException("closed");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	private static final class HeaderSetter implements ObservationHandler<TencentCloudAttemptObservationContext> {

		@Override
		public void onStart(TencentCloudAttemptObservationContext context) {
			context.getSetter().set(context.getCarrier(), "Traceparent", "1");
			context.getSetter().set(context.getCarrier(), "traceparent", "2");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof TencentCloudAttemptObservationContext;
		}

	}

	private static class Cancelled implements ReportedAnswer {

		@Override
		public String code() {
			return ClientErrors.CANCELLED;
		}

		@Override
		public String message() {
			return "so";
		}

		@Override
		public @Nullable String requestId() {
			return null;
		}

		@Override
		public int status() {
			return 0;
		}

		@Override
		public String policy() {
			return "none";
		}

		@Override
		public Decision decision() {
			return Decision.FAIL;
		}

		@Override
		public @Nullable Throwable error() {
			return null;
		}

	}

	private static final class Failed extends Cancelled {

		@Override
		public String code() {
			return "InternalError";
		}

		@Override
		public String policy() {
			return "transient";
		}

	}

}
