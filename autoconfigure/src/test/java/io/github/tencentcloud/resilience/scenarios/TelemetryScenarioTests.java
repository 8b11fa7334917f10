package io.github.tencentcloud.resilience.scenarios;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.webclient.Traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What logs and traces say about calls. The meters are part of every scenario.
 */
class TelemetryScenarioTests extends AbstractScenarios {

	private static final String FAST = """
			tencentcloud.resilience:
			  adaptive-throttling.enabled: false
			  logging.interval: 0s
			  policies:
			    throttled: { max-retries: 2, delay: 1ms, jitter: 0ms }
			    transient: { max-retries: 1, delay: 1ms, jitter: 0ms }
			""";

	/** Some clients do not hear of a caller who goes before their attempt has to end. */
	private static final String SOON = """
			  timeout.attempt: 3s
			""";

	private static final String ATTEMPT = "cvm.DescribeInstances attempt";

	@RegisterExtension
	final LogLines log = new LogLines("io.github.tencentcloud.resilience.failures",
			"io.github.tencentcloud.resilience.breakers");

	private final Traces traces = new Traces();

	@Test
	void failedCallIsOneLine() {
		this.server.always(Answers.error("RequestLimitExceeded"));
		Application application = start(FAST);
		application.call(Request.read().header("X-TC-Region", "ap-guangzhou"));
		ILoggingEvent line = lines().get(0);
		assertThat(lines()).hasSize(1);
		assertThat(line.getLevel()).isEqualTo(Level.WARN);
		assertThat(line.getFormattedMessage())
			.matches("RequestLimitExceeded: as the server says \\[cvm.DescribeInstances ap-guangzhou, RequestId r-3, "
					+ "policy throttled \\(retry\\), 3 attempts in \\d+ ms: RequestLimitExceeded, "
					+ "RequestLimitExceeded, RequestLimitExceeded; not repeated, since the retries of its "
					+ "policy are used up\\]");
		assertThat(line.getKeyValuePairs()).extracting((pair) -> pair.key + "=" + pair.value)
			.contains("tencentcloud.product=cvm", "tencentcloud.action=DescribeInstances",
					"tencentcloud.region=ap-guangzhou", "tencentcloud.code=RequestLimitExceeded",
					"tencentcloud.policy=throttled", "tencentcloud.decision=retry", "tencentcloud.outcome=failure",
					"tencentcloud.request_id=r-3", "tencentcloud.attempts=3", "tencentcloud.retry_result=exhausted");
	}

	@Test
	void successesAndLeaversAreNone() throws Exception {
		Latch come = new Latch();
		this.server.answers(Answers.error("RequestLimitExceeded"), Answers.ok(), Answers.silentAfter(come));
		Application application = start(FAST + SOON);
		assertSucceeded(application.call(Request.read()), "r-2");
		var call = application.begin(Request.read());
		come.await();
		call.cancel(true);
		eventually(() -> assertThat(application.meters().calls()).hasSize(2));
		assertThat(lines()).isEmpty();
	}

	@Test
	void levelSaysWhoHasToAct() {
		this.server.answers(Answers.error("AuthFailure"), Answers.error("InvalidParameter"),
				Answers.error("DryRunOperation"), Answers.error("InternalError"));
		Application application = start(FAST);
		for (int i = 0; i < 4; i++) {
			application.call(Request.write());
		}
		assertThat(lines()).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.ERROR, Level.INFO, Level.DEBUG, Level.WARN);
	}

	@Test
	void observeTellsTheRequestIdOfAGatewayToo() {
		this.server.always(Answers.page(502, "X-TC-RequestId: of-the-gateway"));
		Application application = start(FAST + """
				  mode: observe
				""");
		application.call(Request.read());
		assertThat(lines()).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.startsWith("ClientError.HttpStatusCodeError.502")
			.contains("RequestId of-the-gateway", "not repeated, since the mode is observe");
	}

	@Test
	void whatTheServerSaysForgesNoLine() {
		this.server.always(
				(exchange) -> exchange.json("{\"Response\":{\"Error\":{\"Code\":\"Invalid\\nParameter\",\"Message\":"
						+ "\"a\\r\\nERROR forged\\u202e\"},\"RequestId\":\"r\\n1\"}}"));
		Application application = start(FAST);
		Reply reply = application.call(Request.read());
		assertThat(reply.error().getMessage()).doesNotContain("\n", "\r", "\u202e");
		assertThat(lines()).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.doesNotContain("\n", "\r", "\u202e")
			.contains("a ERROR forged");
		assertThat(application.meters().calls()).singleElement().asString().doesNotContain("\n");
	}

	@Test
	void breakerThatOpensIsAWarning() {
		this.server.always(Answers.error("InternalError"));
		Application application = start(
				FAST + """
						  circuit-breaker: { sliding-window-type: count-based, sliding-window-size: 2, minimum-number-of-calls: 2 }
						""");
		application.call(Request.write());
		application.call(Request.write());
		assertThat(this.log.list).filteredOn((line) -> line.getLoggerName().endsWith(".breakers"))
			.singleElement()
			.satisfies((line) -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.contains("tencentcloud-cvm-none");
	}

	@Test
	void eachAttemptIsASpanAndIsSentWithItsTrace() {
		this.server.answers(Answers.error("RequestLimitExceeded"), Answers.error("RequestLimitExceeded"));
		Application application = startTraced(FAST);
		assertSucceeded(application.call(Request.read()), "r-3");
		List<SpanData> attempts = attempts(3);
		assertThat(attempts).extracting(SpanData::getTraceId).containsOnly(attempts.get(0).getTraceId());
		assertThat(attempts).extracting(SpanData::getParentSpanId).containsOnly(attempts.get(0).getParentSpanId());
		assertThat(traceparents())
			.containsExactlyElementsOf(attempts.stream().map(TelemetryScenarioTests::traceparent).toList())
			.doesNotHaveDuplicates();
		assertThat(attempts).extracting((span) -> Traces.value(span, "http.request.resend_count"))
			.containsExactly(null, "1", "2");
		assertThat(attempts).extracting((span) -> Traces.value(span, "tencentcloud.code"))
			.containsExactly("RequestLimitExceeded", "RequestLimitExceeded", "OK");
		SpanData failed = attempts.get(0);
		assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(Traces.value(failed, "error.type")).isEqualTo("RequestLimitExceeded");
		assertThat(Traces.value(failed, "tencentcloud.product")).isEqualTo("cvm");
		assertThat(Traces.value(failed, "tencentcloud.action")).isEqualTo("DescribeInstances");
		assertThat(Traces.value(failed, "tencentcloud.policy")).isEqualTo("throttled");
		assertThat(Traces.value(failed, "tencentcloud.decision")).isEqualTo("retry");
		assertThat(Traces.value(failed, "tencentcloud.request_id")).isEqualTo("r-1");
		assertThat(Traces.value(failed, "http.response.status_code")).isEqualTo("200");
		assertThat(Traces.value(failed, "server.port")).isEqualTo(String.valueOf(this.server.port()));
	}

	@Test
	void spanOfACallTellsWhatItCameTo() {
		this.server.answers(Answers.error("RequestLimitExceeded"), Answers.error("AuthFailure"));
		Application application = startTraced(FAST);
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "AuthFailure", "r-2", 2);
		String parent = attempts(2).get(0).getParentSpanId();
		eventually(() -> assertThat(this.traces.all()).extracting(SpanData::getSpanId).contains(parent));
		SpanData call = this.traces.all()
			.stream()
			.filter((span) -> span.getSpanId().equals(parent))
			.findFirst()
			.orElseThrow();
		assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(Traces.value(call, "tencentcloud.code")).isEqualTo("AuthFailure");
		assertThat(Traces.value(call, "tencentcloud.policy")).isEqualTo("auth");
		assertThat(Traces.value(call, "tencentcloud.outcome")).isEqualTo("FAILURE");
		assertThat(Traces.value(call, "tencentcloud.attempts")).isEqualTo("2");
		assertThat(Traces.value(call, "tencentcloud.request_id")).isEqualTo("r-2");
	}

	@Test
	void spanEndsWithTheBody() throws Exception {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.always(Answers.lateError(3000, "InternalError"));
		Application application = startTraced(FAST + """
				  envelope.hold-back: 1KB
				""");
		OpenReply reply = application.open(Request.read());
		assertThat(this.traces.spans(ATTEMPT)).isEmpty();
		reply.rest(reply.body());
		assertThat(Traces.value(attempts(1).get(0), "tencentcloud.code")).isEqualTo("InternalError");
	}

	@Test
	void nothingIsLeftOpenByACallerWhoGoes() throws Exception {
		Latch come = new Latch();
		this.server.answers(Answers.silentAfter(come));
		Application application = startTraced(FAST + SOON);
		var call = application.begin(Request.read());
		come.await();
		call.cancel(true);
		assertThat(Traces.value(attempts(1).get(0), "tencentcloud.code")).isEqualTo("ClientError.Cancelled");
		eventually(() -> assertThat(this.traces.running).isEmpty());
	}

	@Test
	void observeAddsASpanAndNoHeader() {
		this.server.always(Answers.error("RequestLimitExceeded"));
		Application application = startTraced(FAST + """
				  mode: observe
				""");
		application.call(Request.read());
		SpanData attempt = attempts(1).get(0);
		assertThat(Traces.value(attempt, "tencentcloud.policy")).isEqualTo("throttled");
		assertThat(traceparents()).hasSize(1).doesNotContain(traceparent(attempt));
	}

	private Application startTraced(String yaml) {
		return start(ClientOptions.DEFAULT, yaml,
				(context) -> context.registerBean(ObservationRegistry.class, () -> this.traces.registry));
	}

	private List<ILoggingEvent> lines() {
		return this.log.list.stream().filter((line) -> line.getLoggerName().endsWith(".failures")).toList();
	}

	/** Spans of attempts, in order. */
	private List<SpanData> attempts(int count) {
		eventually(() -> assertThat(this.traces.spans(ATTEMPT)).hasSize(count));
		return this.traces.spans(ATTEMPT);
	}

	/** Without the flags at their end. */
	private List<String> traceparents() {
		return this.server.header("traceparent").stream().map((header) -> header.replaceAll("-\\w\\w$", "")).toList();
	}

	private static String traceparent(SpanData span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId();
	}

}
