package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpConnector;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.telemetry.FailureLog;
import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptObservationContext;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallObservationContext;

import static io.github.tencentcloud.resilience.Gzip.gzip;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for answers of every status with every kind of body: what the caller gets, what
 * is told of it, and that {@code observe} tells the same as {@code enforce}.
 */
@Tag("integration")
class AnswerTableTests {

	private static final String PARSE_JSON = "ClientError.ParseJsonError";

	private static final String ERROR = Scene.error("InvalidParameter");

	/** What a body says by itself, if its status lets it speak. */
	enum Body {

		NONE(null, "", PARSE_JSON), EMPTY_JSON("application/json", "", PARSE_JSON),
		EMPTY_STREAM("text/event-stream", "", "ClientError.StreamTruncated"),
		BLANK("application/json", " \n", PARSE_JSON), HTML("text/html", "<html>no healthy upstream</html>", PARSE_JSON),
		OTHER_JSON("application/json", "{\"a\":1}", PARSE_JSON),
		TRUNCATED("application/json", "{\"Response\":{\"RequestId\":\"r-", PARSE_JSON),
		SUCCESS("application/json", Scene.OK, "OK"), SUCCESS_AS_TEXT("text/plain", Scene.OK, "OK"),
		SUCCESS_WITHOUT_ID("application/json", "{\"Response\":{}}", "OK"),
		FAILURE("application/json", ERROR, "InvalidParameter"),
		FAILURE_AS_TEXT("text/plain", ERROR, "InvalidParameter"),
		FAILURE_WITHOUT_ID("application/json", "{\"Response\":{\"Error\":{\"Code\":\"InvalidParameter\"}}}",
				"InvalidParameter"),
		GZIP_SUCCESS("application/json", Scene.OK, "OK"), GZIP_FAILURE("application/json", ERROR, "InvalidParameter"),
		OLDER_FAILURE("application/json", "{\"code\":4000,\"codeDesc\":\"InvalidParameter\"}", "InvalidParameter"),
		STREAM("text/event-stream", "data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\ndata: [DONE]\n\n", "OK"),
		STREAM_FAILURE("text/event-stream", "data: {\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":4001}}\n\n", "4001"),
		STREAM_TRUNCATED("text/event-stream", "data: {\"Choices\":[]}\n\n", "ClientError.StreamTruncated"),
		FAILURE_AS_STREAM("text/event-stream", ERROR, "InvalidParameter"),
		FAILURE_AS_BROTLI("application/json", ERROR, "InvalidParameter"),
		FAILURE_AS_FILE("application/octet-stream", ERROR, "InvalidParameter"),
		BINARY("application/octet-stream", "\u0000\u0001", "OK");

		private final String type;

		private final String content;

		private final String code;

		Body(String type, String content, String code) {
			this.type = type;
			this.content = content;
			this.code = code;
		}

		boolean isFailure() {
			return this.code.equals("InvalidParameter") || this.code.equals("4001");
		}

		boolean isReadUnderAnyStatus() {
			return this.type.contains("json") || this.type.contains("event-stream");
		}

		boolean isGzip() {
			return name().startsWith("GZIP");
		}

		byte[] bytes() {
			byte[] bytes = this.content.getBytes(StandardCharsets.UTF_8);
			return isGzip() ? gzip(bytes) : bytes;
		}

	}

	private static final String ACTION = "DescribeInstances";

	@RegisterExtension
	private final LogLines lines = new LogLines(FailureLog.LOGGER);

	static Stream<Arguments> cells() {
		IntStream all = IntStream.of(200, 201, 202, 204, 205, 206, 299, 300, 302, 304, 307, 400, 401, 404, 408, 429,
				500, 502, 503, 599);
		return Stream.concat(all.mapToObj((status) -> arguments(Connector.REACTOR, status)),
				Stream.of(Connector.JDK, Connector.HTTP_COMPONENTS, Connector.JETTY)
					.flatMap((connector) -> Stream.of(200, 202, 204, 205, 300, 304, 404, 502)
						.map((status) -> arguments(connector, status))));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void answerIsToldAlikeInBothModesAndTheCallerGetsWhatItSays(Connector connector, int status) throws Exception {
		List<String> wrong = new ArrayList<>();
		try (Trial trial = new Trial(connector)) {
			for (Body body : Body.values()) {
				boolean refused = connector == Connector.HTTP_COMPONENTS && body == Body.FAILURE_AS_BROTLI;
				if ((hasBody(status) || body.content.isEmpty()) && !refused) {
					for (boolean header : new boolean[] { false, true }) {
						check(trial, status, body, header, wrong);
					}
				}
			}
		}
		assertThat(wrong).isEmpty();
	}

	private static void check(Trial trial, int status, Body body, boolean header, List<String> wrong) throws Exception {
		trial.script = (exchange) -> answer(exchange, status, body, header);
		Told enforced = trial.call(Mode.ENFORCE);
		Told observed = trial.call(Mode.OBSERVE);
		String plain = trial.plain();
		String code = code(status, body);
		String cell = status + " " + body + (header ? " with a header" : "") + ": ";
		if (!enforced.report.equals(observed.report)) {
			wrong.add(cell + "enforce tells " + enforced.report + ", observe tells " + observed.report);
		}
		if (!enforced.report.contains("code=" + code + ",")) {
			wrong.add(cell + "not told as " + code + ", but as " + enforced.report);
		}
		if (!enforced.report.contains("requestId=" + requestId(status, body, header) + ",")) {
			wrong.add(cell + "another RequestId: " + enforced.report);
		}
		boolean handedOn = code.equals("OK") || code.endsWith("." + status) || status >= 400;
		String got = handedOn ? plain : code.equals(PARSE_JSON) ? "EnvelopeException" : "TencentCloudApiException";
		if (!enforced.got.equals(got)) {
			wrong.add(cell + "the caller gets " + enforced.got + " instead of " + got);
		}
		if (!observed.got.equals(plain)) {
			wrong.add(cell + "observe changes " + plain + " to " + observed.got);
		}
	}

	/** Whatever it is: an envelope, a page, a stream, an error, nothing at all. */
	@ParameterizedTest
	@MethodSource("cells")
	void annotatedInterfaceGetsTheSameInEachMode(Connector connector, int status) throws Exception {
		List<String> wrong = new ArrayList<>();
		try (Trial trial = new Trial(connector, TencentCloudAttributes.annotated())) {
			for (Body body : Body.values()) {
				boolean refused = connector == Connector.HTTP_COMPONENTS && body == Body.FAILURE_AS_BROTLI;
				if ((hasBody(status) || body.content.isEmpty()) && !refused) {
					trial.script = (exchange) -> answer(exchange, status, body, true);
					Told enforced = trial.call(Mode.ENFORCE);
					String cell = status + " " + body + ": ";
					Told observed = trial.call(Mode.OBSERVE);
					if (!observed.equals(enforced)) {
						wrong.add(cell + "in observe " + observed + " instead of " + enforced);
					}
					String off = trial.plain();
					if (!off.equals(enforced.got)) {
						wrong.add(cell + "in off " + off + " instead of " + enforced.got);
					}
					if (enforced.got.startsWith("2") && enforced.got.contains("Response")
							&& body != Body.FAILURE_AS_BROTLI && body != Body.FAILURE_AS_FILE) {
						wrong.add(cell + "not unwrapped: " + enforced.got);
					}
				}
			}
		}
		assertThat(wrong).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void noContentIsAFailureForRetrieveToo(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.head(204, null, -1))) {
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::write)
				.withMessageContaining("the body is empty");
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls(PARSE_JSON, "FAILURE")).isOne();
		}
	}

	/** Broken in the middle, so that a header is all there is. */
	@ParameterizedTest
	@EnumSource
	void brokenBodyIsToldAlikeInBothModes(Connector connector) throws Exception {
		try (Trial trial = new Trial(connector)) {
			for (int status : new int[] { 200, 202, 404, 502 }) {
				for (String type : new String[] { "application/json", "text/html", "application/octet-stream" }) {
					boolean decided = status >= 400 && !type.equals("application/json");
					String code = decided ? "ClientError.HttpStatusCodeError." + status
							: "ClientError.NetworkError.Reset";
					trial.script = (exchange) -> {
						exchange.head(status, type, 5000, "X-TC-RequestId: h-1");
						exchange.write("{\"Response\":{");
						exchange.close();
					};
					Told enforced = trial.call(Mode.ENFORCE);
					assertThat(enforced.report).as(type)
						.contains("status=" + status + ",")
						.contains("requestId=h-1,")
						.contains("code=" + code + ",");
					assertThat(trial.call(Mode.OBSERVE).report).as(type).isEqualTo(enforced.report);
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void noAnswerIsToldAlikeInBothModes(Connector connector) throws Exception {
		try (Trial trial = new Trial(connector)) {
			for (RawServer.Script fault : List.<RawServer.Script>of(RawServer.Exchange::reset,
					RawServer.Exchange::close, (exchange) -> {
						exchange.write("220 smtp.example ESMTP\r\n\r\n");
						exchange.close();
					})) {
				trial.script = fault;
				Told enforced = trial.call(Mode.ENFORCE);
				assertThat(enforced.report).contains("code=ClientError.NetworkError.").contains("requestId=null,");
				assertThat(trial.call(Mode.OBSERVE).report).isEqualTo(enforced.report);
			}
		}
	}

	/** What a body that outgrew the hold-back comes to is known only at its end. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"Response":{"Data":"%s","RequestId":"r-1"}}                       | r-1 | OK
			{"Response":{"Data":"%s"}}                                         | h-1 | OK
			{"Response":{"Data":"%s","Error":{"Code":"InvalidParameter"}}}     | h-1 | InvalidParameter
			{"Response":{"Data":"%s                                            | h-1 | ClientError.ParseJsonError
			{"Response":{"Error":{"Code":"InvalidParameter"},"Data":"%s"}}     | h-1 | InvalidParameter
			{"Response":{"Error":{"Code":"A"},"Data":"%s","Error":null}}       | h-1 | ClientError.ParseJsonError
			{"Response":{"Error":{"Code":"A"},"Data":"%s                       | h-1 | ClientError.ParseJsonError
			""")
	void largeBodyIsToldAlikeInBothModes(String form, String requestId, String code) throws Exception {
		String body = form.replace("%s", "x".repeat(300_000));
		for (int status : new int[] { 200, 202, 500 }) {
			try (Trial trial = new Trial(Connector.REACTOR)) {
				trial.script = (exchange) -> exchange.send(status, "application/json", body, "X-TC-RequestId: h-1");
				Told enforced = trial.call(Mode.ENFORCE);
				if (status < 300) {
					assertThat(enforced.report).contains("status=" + status + ",")
						.contains("requestId=" + requestId + ",")
						.contains("code=" + code + ",");
				}
				assertThat(trial.call(Mode.OBSERVE).report).isEqualTo(enforced.report);
			}
		}
	}

	private static String code(int status, Body body) {
		if (status / 100 == 2) {
			return hasBody(status) ? body.code : PARSE_JSON;
		}
		return (hasBody(status) && body.isFailure() && body.isReadUnderAnyStatus()) ? body.code
				: "ClientError.HttpStatusCodeError." + status;
	}

	private static String requestId(int status, Body body, boolean header) {
		boolean read = hasBody(status) && !body.code.equals(PARSE_JSON)
				&& (status / 100 == 2 || (body.isFailure() && body.isReadUnderAnyStatus()));
		String ofBody = !read ? null
				: body.content.contains("r-1") ? "r-1" : body.content.contains("r-2") ? "r-2" : null;
		return (ofBody != null) ? ofBody : header ? "h-1" : "null";
	}

	private static boolean hasBody(int status) {
		return status != 204 && status != 205 && status != 304;
	}

	private static void answer(RawServer.Exchange exchange, int status, Body body, boolean header) throws IOException {
		List<String> headers = new ArrayList<>();
		if (header) {
			headers.add("X-TC-RequestId: h-1");
		}
		if (body.isGzip()) {
			headers.add("Content-Encoding: gzip");
		}
		if (body == Body.FAILURE_AS_BROTLI) {
			headers.add("Content-Encoding: br");
		}
		String[] all = headers.toArray(String[]::new);
		if (status == 204 || status == 304) {
			exchange.head(status, body.type, -1, all);
		}
		else {
			exchange.send(status, body.type, body.bytes(), all);
		}
	}

	/**
	 * What came of a call.
	 *
	 * @param got what the caller gets
	 * @param report what observations and the log are told
	 */
	private record Told(String got, String report) {

	}

	/**
	 * The same answer for a call in each mode, and for one without this library.
	 */
	private final class Trial implements AutoCloseable {

		/** They differ by nature: how long it took, and why it was not repeated. */
		private static final Set<String> PASSING = Set.of("tencentcloud.duration_ms", "tencentcloud.retry_result");

		private final Traces traces = new Traces();

		private final Map<Mode, Scene> scenes = new EnumMap<>(Mode.class);

		private final Consumer<Map<String, Object>> attributes;

		private volatile RawServer.Script script;

		Trial(Connector connector) {
			this(connector, (attributes) -> {
			});
		}

		Trial(Connector connector, Consumer<Map<String, Object>> attributes) {
			this.attributes = attributes;
			ClientHttpConnector client = connector.create();
			for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
				this.scenes.put(mode, Scene.of(client, (exchange) -> this.script.answer(exchange),
						(builder) -> builder.settings(settings(mode)).observations(this.traces.registry)));
			}
			Scene plain = Scene.of(client, (exchange) -> this.script.answer(exchange),
					(builder) -> builder.settings(settings(Mode.OFF)));
			this.scenes.put(Mode.OFF, plain);
		}

		private static CallSettings settings(Mode mode) {
			return TestSettings.of(mode, null, LIMIT, LIMIT, 1, null);
		}

		String plain() {
			return get(this.scenes.get(Mode.OFF));
		}

		Told call(Mode mode) {
			AnswerTableTests.this.lines.list.clear();
			this.traces.stopped.clear();
			String got = get(this.scenes.get(mode));
			assertThat(this.traces.running).isEmpty();
			return new Told(got, report() + " " + log());
		}

		private String get(Scene scene) {
			try {
				ResponseEntity<byte[]> entity = scene.client.mutate()
					.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(-1))
					.build()
					.post()
					.header("X-TC-Action", ACTION)
					.attributes(this.attributes)
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue("{}")
					.exchangeToMono((response) -> response.toEntity(byte[].class))
					.block(LIMIT);
				byte[] body = entity.getBody();
				return entity.getStatusCode().value() + " "
						+ ((body != null) ? new String(body, StandardCharsets.ISO_8859_1) : "nothing");
			}
			catch (RuntimeException ex) {
				return ex.getClass().getSimpleName();
			}
		}

		private String report() {
			List<String> report = new ArrayList<>();
			for (Observation.Context context : this.traces.stopped) {
				if (context instanceof TencentCloudAttemptObservationContext attempt) {
					report.add(attempt.getResult().toString().replaceFirst("elapsedNanos=\\d+", ""));
				}
				else if (context instanceof TencentCloudCallObservationContext call) {
					// Where nothing is repeated there is no reason for it.
					report.add(call.getResult().toString().replaceFirst("elapsedNanos=\\d+, noRetryReason=\\w+", ""));
				}
				report.add((context.getError() != null) ? "failed" : "fine");
			}
			return report.toString().replaceAll("127.0.0.1:\\d+", "server");
		}

		private String log() {
			return AnswerTableTests.this.lines.list.stream().filter(Trial::isOurs).map((line) -> {
				Map<String, Object> values = values(line);
				values.keySet().removeAll(PASSING);
				// HTTP clients put addresses and ids of their objects into theirs.
				String message = line.getFormattedMessage()
					.replaceFirst("(ClientError.NetworkError.\\w+): .* \\[cvm", "$1 [cvm");
				return line.getLevel() + " " + message.substring(0, message.indexOf(" [cvm")) + " " + values;
			}).collect(Collectors.joining("\n"));
		}

		/** A call of an earlier test class may only now be told of as too late. */
		private static boolean isOurs(ILoggingEvent line) {
			return ACTION.equals(values(line).get("tencentcloud.action"));
		}

		private static Map<String, Object> values(ILoggingEvent line) {
			Map<String, Object> values = new TreeMap<>();
			line.getKeyValuePairs().forEach((pair) -> values.put(pair.key, pair.value));
			return values;
		}

		@Override
		public void close() throws IOException {
			for (Scene scene : this.scenes.values()) {
				scene.close();
			}
		}

	}

}
