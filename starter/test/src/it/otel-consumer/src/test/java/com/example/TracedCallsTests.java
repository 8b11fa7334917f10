package com.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloudExtension;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The recipe for OpenTelemetry in {@code docs/recipes.md}: its dependency and its lines
 * of configuration send the spans that {@code docs/tracing.md} shows to a collector.
 */
@ExtendWith(FakeTencentCloudExtension.class)
class TracedCallsTests {

	/** With Boot's default most of them would leave no trace. */
	private static final int CALLS = 10;

	private final BlockingQueue<ExportTraceServiceRequest> received = new LinkedBlockingQueue<>();

	private HttpServer collector;

	@BeforeEach
	void start() throws IOException {
		this.collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.collector.createContext("/v1/traces", this::receive);
		this.collector.start();
	}

	@AfterEach
	void stop() {
		this.collector.stop(0);
	}

	@Test
	void eachAttemptIsASpanThatKnowsItsCode(FakeTencentCloud cloud, @TempDir Path folder) throws IOException {
		cloud.on("cvm", "DescribeZones").answer(error("RequestLimitExceeded")).answer(success("{\"TotalCount\": 7}"));
		List<String> args = new ArrayList<>();
		cloud.properties().forEach((name, value) -> args.add("--" + name + "=" + value));
		args.add("--spring.config.location=" + configuration(folder));
		// They would go to the port of this machine that a real collector has.
		args.add("--management.otlp.metrics.export.enabled=false");
		// What is still to be sent is sent when it ends.
		try (ConfigurableApplicationContext context = SpringApplication.run(TracedCalls.class,
				args.toArray(String[]::new))) {
			for (int i = 0; i < CALLS; i++) {
				assertThat(context.getBean(TracedCalls.Zones.class).describe()).containsPattern("\"TotalCount\": ?7");
			}
		}
		List<Span> spans = spans();
		List<Span> calls = spans.stream().filter((span) -> span.getName().equals("http post")).toList();
		assertThat(calls).hasSize(CALLS);
		List<Span> attempts = spans.stream().filter((span) -> span.getName().endsWith(" attempt")).toList();
		assertThat(attempts).hasSize(1 + CALLS);
		assertThat(attempts.subList(0, 2))
			.extracting(Span::getName, Span::getParentSpanId, (span) -> attributes(span).get("tencentcloud.code"))
			.containsExactly(tuple("cvm.DescribeZones attempt", calls.get(0).getSpanId(), "RequestLimitExceeded"),
					tuple("cvm.DescribeZones attempt", calls.get(0).getSpanId(), "OK"));
		assertThat(attempts).allSatisfy((span) -> assertThat(attributes(span)).containsKey("tencentcloud.request_id"));
		assertThat(attributes(calls.get(0))).containsEntry("tencentcloud.code", "OK")
			.containsEntry("tencentcloud.attempts", "2");
	}

	/** As it is, but for the port. */
	private URI configuration(Path folder) throws IOException {
		Path file = folder.resolve("application.yml");
		String text = new ClassPathResource("application.yml").getContentAsString(StandardCharsets.UTF_8);
		Files.writeString(file, text.replace(":4318/", ":" + this.collector.getAddress().getPort() + "/"));
		return file.toUri();
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.received.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
			exchange.sendResponseHeaders(200, -1);
		}
	}

	/** In the order in which they began. Several batches may be on their way at once. */
	private List<Span> spans() {
		List<Span> spans = new ArrayList<>();
		for (ExportTraceServiceRequest request : this.received) {
			for (ResourceSpans resource : request.getResourceSpansList()) {
				for (ScopeSpans scope : resource.getScopeSpansList()) {
					spans.addAll(scope.getSpansList());
				}
			}
		}
		spans.sort(Comparator.comparingLong(Span::getStartTimeUnixNano));
		return spans;
	}

	private static Map<String, String> attributes(Span span) {
		Map<String, String> attributes = new HashMap<>();
		span.getAttributesList()
			.forEach((attribute) -> attributes.put(attribute.getKey(), attribute.getValue().getStringValue()));
		return attributes;
	}

}
