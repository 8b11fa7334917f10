package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.observation.Observation;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.telemetry.CardinalityLimits;
import io.github.tencentcloud.resilience.telemetry.MicrometerCallMeters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for exemplars: a duration names the trace of a call that took that long.
 */
class ExemplarTests {

	private final Traces traces = new Traces();

	private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());

	@ParameterizedTest
	@EnumSource
	void durationNamesTheTraceOfItsCall(Connector connector) throws IOException {
		try (Scene scene = scene(connector, Mode.ENFORCE, Scene.OK)) {
			assertThat(scene.read()).isEqualTo(Scene.OK);
			assertThat(exemplar("SUCCESS")).contains(span());
		}
	}

	@ParameterizedTest
	@CsvSource({ "ENFORCE", "OBSERVE" })
	void durationOfAFailureToo(Mode mode) throws IOException {
		try (Scene scene = scene(Connector.REACTOR, mode, Scene.error("AuthFailure"))) {
			scene.call("RunInstances").onErrorComplete().block(Scene.LIMIT);
			assertThat(exemplar("FAILURE")).contains(span());
		}
	}

	private Scene scene(Connector connector, Mode mode, String answer) {
		return Scene.of(connector, (exchange) -> exchange.json(answer),
				(builder) -> builder.observations(this.traces.registry)
					.settings(Scene.settings(mode, false, Scene.LIMIT, Scene.LIMIT, 1))
					.meters(new MicrometerCallMeters(this.prometheus, CardinalityLimits.defaults(), (code) -> true)));
	}

	/** The call ends when its answer has been read, which may be a moment later. */
	private String span() {
		await().atMost(Scene.LIMIT).until(() -> calls().findAny().isPresent());
		return this.traces.span(calls().findAny().orElseThrow().getContextualName()).getSpanId();
	}

	private Stream<Observation.Context> calls() {
		return this.traces.stopped.stream().filter((context) -> context.getName().equals("tencentcloud.client.call"));
	}

	private String exemplar(String outcome) {
		String[] found = new String[1];
		await().atMost(Scene.LIMIT).until(() -> {
			found[0] = this.prometheus.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8")
				.lines()
				.filter((line) -> line.startsWith("tencentcloud_client_duration_seconds_bucket")
						&& line.contains(outcome) && line.contains("# {"))
				.findFirst()
				.orElse(null);
			return found[0] != null;
		});
		return found[0];
	}

	/** What Boot tells Prometheus of the span that the thread is about. */
	private static final class CurrentSpan implements SpanContext {

		@Override
		public String getCurrentTraceId() {
			return Span.current().getSpanContext().isValid() ? Span.current().getSpanContext().getTraceId() : null;
		}

		@Override
		public String getCurrentSpanId() {
			return Span.current().getSpanContext().isValid() ? Span.current().getSpanContext().getSpanId() : null;
		}

		@Override
		public boolean isCurrentSpanSampled() {
			return Span.current().getSpanContext().isSampled();
		}

		@Override
		public void markCurrentSpanAsExemplar() {
			// Boot does nothing here either
		}

	}

}
