package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.FailureLog;
import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptObservationContext;
import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptResult;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallObservationContext;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is observed of calls and attempts, with real spans and over real HTTP.
 */
class ObservationTests {

	private static final String CALL = "cvm.DescribeInstances";

	private static final String ATTEMPT = "cvm.DescribeInstances attempt";

	private static final String THROTTLED = Scene.error("RequestLimitExceeded");

	private final Traces traces = new Traces();

	private final List<String> traceparents = new CopyOnWriteArrayList<>();

	@Test
	void attemptsAreChildrenOfTheCallThatWebClientObserves() throws Exception {
		try (Scene scene = scene((exchange) -> answer(exchange, (exchange.number() < 3) ? THROTTLED : Scene.OK))) {
			Observation around = Observation.start("around", this.traces.registry);
			around.scoped(() -> call(observed(scene)).block(Scene.LIMIT));
			around.stop();
			SpanData call = webClients();
			assertThat(call.getParentSpanId()).isEqualTo(id(this.traces.span("around")));
			List<SpanData> attempts = this.traces.spans(ATTEMPT);
			assertThat(attempts).extracting(SpanData::getParentSpanId).containsExactly(id(call), id(call), id(call));
			assertThat(attempts).extracting(SpanData::getTraceId).containsOnly(call.getTraceId());
			assertThat(attempts).extracting((span) -> Traces.value(span, "http.request.resend_count"))
				.containsExactly(null, "1", "2");
			assertThat(attempts).extracting((span) -> Traces.value(span, "tencentcloud.code"))
				.containsExactly("RequestLimitExceeded", "RequestLimitExceeded", "OK");
			assertThat(this.traceparents)
				.containsExactlyElementsOf(attempts.stream().map(ObservationTests::traceparent).toList());
			assertThat(this.traces.spans(CALL)).isEmpty();
			assertThat(this.traces.running).isEmpty();
		}
	}

	@Test
	void keyValuesOfAttempts() throws Exception {
		try (Scene scene = scene((exchange) -> answer(exchange, (exchange.number() < 2) ? THROTTLED : Scene.OK))) {
			call(observed(scene)).block(Scene.LIMIT);
			SpanData failed = this.traces.spans(ATTEMPT).get(0);
			assertThat(failed.getKind()).isEqualTo(SpanKind.CLIENT);
			assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(Traces.value(failed, "tencentcloud.product")).isEqualTo("cvm");
			assertThat(Traces.value(failed, "tencentcloud.action")).isEqualTo("DescribeInstances");
			assertThat(Traces.value(failed, "tencentcloud.region")).isEqualTo("none");
			assertThat(Traces.value(failed, "tencentcloud.policy")).isEqualTo("throttled");
			assertThat(Traces.value(failed, "tencentcloud.decision")).isEqualTo("retry");
			assertThat(Traces.value(failed, "tencentcloud.request_id")).isEqualTo("r-2");
			assertThat(Traces.value(failed, "error.type")).isEqualTo("RequestLimitExceeded");
			assertThat(Traces.value(failed, "http.request.method")).isEqualTo("POST");
			assertThat(Traces.value(failed, "http.response.status_code")).isEqualTo("200");
			assertThat(Traces.value(failed, "server.address")).isEqualTo("127.0.0.1");
			assertThat(Traces.value(failed, "server.port")).isEqualTo(String.valueOf(scene.server.port()));
			SpanData good = this.traces.spans(ATTEMPT).get(1);
			assertThat(good.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
			assertThat(Traces.value(good, "error.type")).isNull();
			assertThat(Traces.value(good, "tencentcloud.policy")).isEqualTo("none");
			assertThat(Traces.value(good, "tencentcloud.request_id")).isEqualTo("r-1");
		}
	}

	@Test
	void attemptsTellTheirResult() throws Exception {
		try (Scene scene = scene((exchange) -> answer(exchange, Scene.OK))) {
			call(observed(scene)).block(Scene.LIMIT);
			TencentCloudAttemptObservationContext context = only(TencentCloudAttemptObservationContext.class);
			assertThat(context.getCall().action()).isEqualTo("DescribeInstances");
			assertThat(context.getResendCount()).isZero();
			TencentCloudAttemptResult result = context.getResult();
			assertThat(result.code()).isEqualTo("OK");
			assertThat(result.requestId()).isEqualTo("r-1");
			assertThat(result.status()).isEqualTo(200);
			assertThat(result.elapsedNanos()).isPositive();
		}
	}

	@Test
	void webClientsObservationTellsTheResultOfTheCall() throws Exception {
		try (Scene scene = scene((exchange) -> answer(exchange, Scene.error("AuthFailure.SignatureFailure")))) {
			call(observed(scene)).onErrorComplete().block(Scene.LIMIT);
			webClients();
			TencentCloudCallResult result = TencentCloudCallResult.of(only(ClientRequestObservationContext.class));
			assertThat(result.code()).isEqualTo("AuthFailure.SignatureFailure");
			assertThat(result.policy()).isEqualTo("auth");
			assertThat(result.decision()).isEqualTo("fail");
			assertThat(result.outcome()).isEqualTo(CallOutcome.FAILURE);
			assertThat(result.requestId()).isEqualTo("r-2");
			assertThat(result.attempts()).isOne();
			assertThat(result.noRetryReason()).isEqualTo(NoRetryReason.NOT_WANTED);
			assertThat(result.call().product()).isEqualTo("cvm");
		}
	}

	@Test
	void callIsObservedWhereWebClientDoesNot() throws Exception {
		try (Scene scene = scene((exchange) -> answer(exchange, (exchange.number() < 2) ? THROTTLED : Scene.OK))) {
			Observation around = Observation.start("around", this.traces.registry);
			around.scoped(() -> call(scene.client).block(Scene.LIMIT));
			around.stop();
			SpanData call = this.traces.span(CALL);
			assertThat(call.getParentSpanId()).isEqualTo(id(this.traces.span("around")));
			assertThat(this.traces.spans(ATTEMPT)).extracting(SpanData::getParentSpanId)
				.containsExactly(id(call), id(call));
			assertThat(Traces.value(call, "tencentcloud.outcome")).isEqualTo("SUCCESS");
			assertThat(Traces.value(call, "tencentcloud.attempts")).isEqualTo("2");
			assertThat(Traces.value(call, "tencentcloud.code")).isEqualTo("OK");
			assertThat(only(TencentCloudCallObservationContext.class).getResult().outcome())
				.isEqualTo(CallOutcome.SUCCESS);
			assertThat(this.traces.running).isEmpty();
		}
	}

	@Test
	void failedCallIsAnError() throws Exception {
		try (Scene scene = scene((exchange) -> answer(exchange, Scene.error("InvalidParameter")))) {
			call(scene.client).onErrorComplete().block(Scene.LIMIT);
			SpanData call = this.traces.span(CALL);
			assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(Traces.value(call, "error.type")).isEqualTo("InvalidParameter");
			assertThat(Traces.value(call, "tencentcloud.outcome")).isEqualTo("FAILURE");
		}
	}

	@Test
	void refusedCallHasNoAttempt() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> answer(exchange, Scene.OK),
				(builder) -> builder.observations(this.traces.registry)
					.breaker((breaker) -> breaker.slidingWindowSize(10)))) {
			scene.filter.breaker("cvm").transitionToOpenState();
			assertThatExceptionOfType(CallNotPermittedException.class)
				.isThrownBy(() -> call(scene.client).block(Scene.LIMIT));
			assertThat(Traces.value(this.traces.span(CALL), "tencentcloud.outcome")).isEqualTo("REJECTED");
			assertThat(Traces.value(this.traces.span(CALL), "tencentcloud.attempts")).isEqualTo("0");
			assertThat(this.traces.spans(ATTEMPT)).isEmpty();
		}
	}

	@Test
	void cancelledCallLeavesNothingRunning() throws Exception {
		try (Scene scene = scene(RawServer.Exchange::fallSilent)) {
			call(scene.client).timeout(Duration.ofMillis(300)).onErrorComplete().block(Scene.LIMIT);
			await().untilAsserted(() -> assertThat(this.traces.running).isEmpty());
			SpanData call = this.traces.span(CALL);
			assertThat(Traces.value(call, "tencentcloud.outcome")).isEqualTo("CANCELLED");
			assertThat(call.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
			assertThat(Traces.value(this.traces.span(ATTEMPT), "tencentcloud.code")).isEqualTo("ClientError.Cancelled");
		}
	}

	@Test
	void attemptEndsWithItsBodyAndWebClientsObservationBefore() throws Exception {
		String late = "{\"Response\":{\"Data\":\"" + "x".repeat(2000)
				+ "\",\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"RequestId\":\"r-3\"}}";
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> answer(exchange, late),
				(builder) -> builder.observations(this.traces.registry).holdBack(100))) {
			Throwable error = observed(scene).post()
				.header("X-TC-Action", "DescribeInstances")
				.retrieve()
				.bodyToFlux(DataBuffer.class)
				.doOnNext(DataBufferUtils::release)
				.then(Mono.<Throwable>empty())
				.onErrorResume(Mono::just)
				.block(Scene.LIMIT);
			assertThat(error).isInstanceOf(TencentCloudApiException.class);
			assertThat(Traces.value(this.traces.span(ATTEMPT), "tencentcloud.code")).isEqualTo("InternalError");
			assertThat(Traces.value(webClients(), "tencentcloud.product")).isNull();
			assertThat(this.traces.running).isEmpty();
		}
	}

	@Test
	void observeModeLeavesTheRequestAsItIs() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> answer(exchange, THROTTLED),
				(builder) -> builder.observations(this.traces.registry)
					.settings(TestSettings.of(Mode.OBSERVE, null, Scene.LIMIT, Scene.LIMIT, 10, null)))) {
			call(observed(scene)).block(Scene.LIMIT);
			call(scene.client).block(Scene.LIMIT);
			// One that is judged all the same.
			call(scene.client.mutate()
				.defaultRequest((request) -> request.attributes(TencentCloudAttributes.annotated()))
				.build()).onErrorComplete(TencentCloudApiException.class).block(Scene.LIMIT);
			SpanData webClients = webClients();
			assertThat(this.traceparents).containsExactly(traceparent(webClients), "none", "none");
			await().untilAsserted(() -> assertThat(this.traces.spans(ATTEMPT)).hasSize(3)
				.allSatisfy((span) -> assertThat(Traces.value(span, "tencentcloud.policy")).isEqualTo("throttled")));
			assertThat(this.traces.spans(ATTEMPT).get(1).getParentSpanId())
				.isEqualTo(id(this.traces.spans(CALL).get(0)));
		}
	}

	@Test
	void filtersInsideRunInTheAttempt() throws Exception {
		List<Observation> seen = new CopyOnWriteArrayList<>();
		try (Scene scene = scene((exchange) -> answer(exchange, (exchange.number() < 2) ? THROTTLED : Scene.OK))) {
			WebClient client = scene.client.mutate().filter((request, next) -> Mono.deferContextual((context) -> {
				seen.add(context.get(ObservationThreadLocalAccessor.KEY));
				return next.exchange(request);
			})).build();
			call(client).block(Scene.LIMIT);
		}
		assertThat(seen).extracting(Observation::getContext)
			.extracting((context) -> ((TencentCloudAttemptObservationContext) context).getResendCount())
			.containsExactly(0, 1);
	}

	@Test
	void handlerThatThrowsBreaksNoCall() throws Exception {
		ObservationRegistry broken = ObservationRegistry.create();
		broken.observationConfig().observationHandler(new Broken());
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> answer(exchange, (exchange.number() < 2) ? THROTTLED : Scene.OK),
				(builder) -> builder.observations(broken))) {
			assertThat(call(scene.client).block(Scene.LIMIT)).isEqualTo(Scene.OK);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@Test
	void handlerThatThrowsOnErrorsKeepsNothingRunning() throws Exception {
		this.traces.registry.observationConfig().observationHandler(new BrokenError());
		try (Scene scene = scene((exchange) -> answer(exchange, Scene.error("InvalidParameter")))) {
			call(scene.client).onErrorComplete().block(Scene.LIMIT);
			assertThat(this.traces.spans(CALL)).hasSize(1);
			assertThat(this.traces.spans(ATTEMPT)).hasSize(1);
			assertThat(this.traces.running).isEmpty();
		}
	}

	@Test
	void lineOfAFailedCallBelongsToItsTrace() throws Exception {
		List<Object> current = new CopyOnWriteArrayList<>();
		Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.LOGGER);
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
			@Override
			protected void append(ILoggingEvent event) {
				Observation observation = ObservationTests.this.traces.registry.getCurrentObservation();
				current.add((observation != null) ? observation.getContext() : "none");
			}
		};
		appender.start();
		logger.addAppender(appender);
		try (Scene scene = scene((exchange) -> answer(exchange, Scene.error("InternalError")))) {
			call(observed(scene)).onErrorComplete().block(Scene.LIMIT);
			call(observed(scene)).onErrorComplete().block(Scene.LIMIT);
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(current).hasSize(2)
			.allSatisfy((context) -> assertThat(context).isInstanceOf(ClientRequestObservationContext.class));
	}

	private Scene scene(RawServer.Script script) {
		return Scene.of(Connector.REACTOR, script, (builder) -> builder.observations(this.traces.registry));
	}

	private void answer(RawServer.Exchange exchange, String body) throws Exception {
		String traceparent = exchange.header("traceparent");
		this.traceparents.add((traceparent != null) ? traceparent.substring(0, traceparent.lastIndexOf('-')) : "none");
		exchange.json(body);
	}

	private WebClient observed(Scene scene) {
		return scene.client.mutate().observationRegistry(this.traces.registry).build();
	}

	private static Mono<String> call(WebClient client) {
		return client.post().header("X-TC-Action", "DescribeInstances").retrieve().bodyToMono(String.class);
	}

	private <T> T only(Class<T> type) {
		return this.traces.stopped.stream().filter(type::isInstance).map(type::cast).reduce((a, b) -> {
			throw new AssertionError("more than one");
		}).orElseThrow();
	}

	/** It stops when the caller has its answer already. */
	private SpanData webClients() {
		await().until(() -> !this.traces.spans("http post").isEmpty());
		return this.traces.span("http post");
	}

	private static String traceparent(SpanData span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId();
	}

	private static String id(SpanData span) {
		return span.getSpanId();
	}

	private static final class BrokenError implements ObservationHandler<Observation.Context> {

		@Override
		public void onError(Observation.Context context) {
			throw new IllegalStateException("error");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	private static final class Broken implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			throw new IllegalStateException("start");
		}

		@Override
		public void onStop(Observation.Context context) {
			throw new IllegalStateException("stop");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
