package io.github.tencentcloud.resilience.webclient;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

/**
 * An observation registry that makes real OpenTelemetry spans, as Boot sets it up.
 */
public final class Traces {

	public final ObservationRegistry registry = ObservationRegistry.create();

	/** Observations that have started and not stopped. */
	public final List<Observation.Context> running = new CopyOnWriteArrayList<>();

	/** Observations that have stopped. */
	public final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	public Traces() {
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
			.build();
		Tracer otel = provider.get("test");
		OtelCurrentTraceContext context = new OtelCurrentTraceContext();
		OtelTracer tracer = new OtelTracer(otel, context, (event) -> {
		});
		OtelPropagator propagator = new OtelPropagator(
				ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
		this.registry.observationConfig()
			.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
					new DefaultTracingObservationHandler(tracer)))
			.observationHandler(new Recorder());
	}

	/** All spans that have ended. */
	public List<SpanData> all() {
		return this.exporter.getFinishedSpanItems();
	}

	/** The spans of an observation, in the order in which they ended. */
	public List<SpanData> spans(String name) {
		return this.exporter.getFinishedSpanItems().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	public SpanData span(String name) {
		List<SpanData> spans = spans(name);
		if (spans.size() != 1) {
			throw new AssertionError(spans.size() + " spans of that name: " + name + " of " + this.exporter);
		}
		return spans.get(0);
	}

	public static String value(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

	private final class Recorder implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			Traces.this.running.add(context);
		}

		@Override
		public void onStop(Observation.Context context) {
			Traces.this.running.remove(context);
			Traces.this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
