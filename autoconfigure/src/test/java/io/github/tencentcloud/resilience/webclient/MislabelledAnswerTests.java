package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;

import static io.github.tencentcloud.resilience.Gzip.gzip;
import static io.github.tencentcloud.resilience.webclient.Scene.CONTENT;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for answers whose headers say something else than their bytes.
 */
@ExtendWith(OutputCaptureExtension.class)
class MislabelledAnswerTests {

	private static final String ERROR = error("InvalidParameter");

	private static final String WARNING = "cannot be read here";

	/** HttpComponents takes none of them. */
	static Stream<Arguments> unknownEncodings() {
		return Stream.of(Connector.REACTOR, Connector.JDK, Connector.JETTY)
			.flatMap((connector) -> Stream.of("br", "zstd", "rubbish", "utf-8", "gzip, br", "compress, identity")
				.map((encoding) -> arguments(connector, encoding)));
	}

	@ParameterizedTest
	@MethodSource("unknownEncodings")
	void errorThatIsPlainTextIsSeen(Connector connector, String encoding, CapturedOutput output) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			try (Scene scene = scene(connector, mode, false, encoding, "application/json", bytes(ERROR))) {
				assertThat(get(scene)).isEqualTo((mode == Mode.ENFORCE) ? "TencentCloudApiException" : ERROR);
				assertThat(scene.filter.calls("InvalidParameter", "FAILURE")).isOne();
			}
		}
		assertThat(output).doesNotContain(WARNING);
	}

	@ParameterizedTest
	@MethodSource("unknownEncodings")
	void successThatIsPlainTextIsHandedOnOrUnwrapped(Connector connector, String encoding) throws Exception {
		for (boolean unwrap : new boolean[] { false, true }) {
			try (Scene scene = scene(connector, Mode.ENFORCE, unwrap, encoding, "application/json", bytes(OK))) {
				ResponseEntity<String> response = scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.toEntity(String.class)
					.block(LIMIT);
				assertThat(response.getBody()).isEqualTo(unwrap ? CONTENT : OK);
				assertThat(response.getHeaders().getFirst("Content-Encoding")).isEqualTo(unwrap ? null : encoding);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("unknownEncodings")
	void whatCannotBeReadIsHandedOnAndTold(Connector connector, String encoding, CapturedOutput output)
			throws Exception {
		byte[] unreadable = new byte[5000];
		new Random(7).nextBytes(unreadable);
		unreadable[0] = '{';
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			try (Scene scene = scene(connector, mode, true, encoding, "application/json", unreadable)) {
				ResponseEntity<byte[]> response = scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.toEntity(byte[].class)
					.block(LIMIT);
				assertThat(response.getBody()).isEqualTo(unreadable);
				assertThat(response.getHeaders().getFirst("Content-Encoding")).isEqualTo(encoding);
				assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			}
		}
		assertThat(output.toString().split(WARNING, -1)).hasSize(3);
		assertThat(output).contains("An answer has the Content-Encoding " + encoding.replace(", identity", ""))
			.contains("[cvm.DescribeInstances]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "br", "rubbish" })
	void httpComponentsDoesNotTakeWhatItDoesNotKnow(String encoding) throws Exception {
		try (Scene scene = scene(Connector.HTTP_COMPONENTS, Mode.ENFORCE, false, encoding, "application/json",
				bytes(ERROR))) {
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::write)
				.withMessageContaining("the HTTP client does not know its Content-Encoding");
			assertThat(scene.filter.calls("ClientError.ParseJsonError", "FAILURE")).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "br, false", "br, true", "'gzip, gzip', false", "'gzip, gzip', true" })
	void gzipUnderAnotherNameIsJudgedAndHandedOnAsItCame(String encoding, boolean unwrap) throws Exception {
		try (Scene scene = scene(Connector.JDK, Mode.ENFORCE, unwrap, encoding, "application/json", gzip(ERROR))) {
			assertThat(get(scene)).isEqualTo("TencentCloudApiException");
		}
		try (Scene scene = scene(Connector.JDK, Mode.ENFORCE, unwrap, encoding, "application/json", gzip(OK))) {
			ResponseEntity<byte[]> response = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.toEntity(byte[].class)
				.block(LIMIT);
			assertThat(response.getBody()).isEqualTo(gzip(OK));
			assertThat(response.getHeaders().getFirst("Content-Encoding")).isEqualTo(encoding);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "GZIP", "x-gzip", "X-GZip", "identity, gzip", "gzip,identity", " gzip , ",
			"identity\r\nContent-Encoding: gzip" })
	void gzipIsRecognisedHoweverItIsWritten(String encoding) throws Exception {
		try (Scene scene = scene(Connector.JDK, Mode.ENFORCE, true, encoding, "application/json", gzip(OK))) {
			assertThat(scene.read()).isEqualTo(CONTENT);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "identity", "IDENTITY", "identity, identity" })
	void whatChangesNothingIsNoEncoding(String encoding) throws Exception {
		try (Scene scene = scene(Connector.JDK, Mode.ENFORCE, true, encoding, "application/json",
				bytes("{\"Response\":"))) {
			assertThat(get(scene)).isEqualTo("EnvelopeException");
		}
	}

	@Test
	void emptyBodyIsNoEnvelopeWhateverItsEncoding() throws Exception {
		try (Scene scene = scene(Connector.JDK, Mode.ENFORCE, false, "br", "application/json", new byte[0])) {
			assertThat(get(scene)).isEqualTo("EnvelopeException");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/octet-stream", "text/csv", "application/zip", "image/png",
			"application/x-ndjson" })
	void errorThatPassesForAFileIsSeen(String type) throws Exception {
		for (Connector connector : Connector.values()) {
			for (boolean unwrap : new boolean[] { false, true }) {
				try (Scene scene = scene(connector, Mode.ENFORCE, unwrap, null, type, bytes("\n " + ERROR))) {
					assertThat(get(scene)).isEqualTo("TencentCloudApiException");
					assertThat(scene.filter.calls("InvalidParameter", "FAILURE")).isOne();
				}
			}
		}
	}

	@Test
	void errorThatPassesForAFileIsReadToItsEndWhereverItIsCut() {
		byte[] bytes = bytes(ERROR);
		TestFilter filter = TestFilter.builder().build();
		for (int at = 1; at < bytes.length; at++) {
			DataBufferFactory factory = DefaultDataBufferFactory.sharedInstance;
			Flux<DataBuffer> body = Flux.just(factory.wrap(Arrays.copyOf(bytes, at)),
					factory.wrap(Arrays.copyOfRange(bytes, at, bytes.length)));
			Mono<ClientResponse> response = Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.OK)
				.header("Content-Type", "application/octet-stream")
				.body(body)
				.build());
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> filter.call("DescribeInstances", (request) -> response).block(LIMIT))
				.satisfies((ex) -> assertThat(ex.getRequestId()).isEqualTo("r-2"));
		}
	}

	/** Nobody waits for what comes after it. */
	@Test
	void errorThatPassesForAFileIsToldAlthoughTheBodyGoesOn() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, "application/octet-stream", -1);
			exchange.write(ERROR);
			exchange.fallSilent();
		})) {
			assertThat(get(scene)).isEqualTo("TencentCloudApiException");
		}
	}

	/** Whatever it looks like, it is a file until it says that it is an error. */
	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"a\":1}", "{\"code\":4000,\"message\":\"m\"}", "{\"Response\":{\"a\":1}}",
			"{\"Response\":1}", "{\"a\":", "[1]", "a,b\n1,2\n", "\u001f\u008b\u0008", "\u0000\u0001" })
	void filePassesAsItIs(String file, CapturedOutput output) throws Exception {
		byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			try (Scene scene = scene(Connector.REACTOR, mode, true, null, "application/octet-stream", bytes)) {
				byte[] got = scene.post("GetFile")
					.bodyValue("{}")
					.retrieve()
					.bodyToMono(byte[].class)
					.defaultIfEmpty(new byte[0])
					.block(LIMIT);
				assertThat(got).isEqualTo(bytes);
				assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			}
		}
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void largeFileOfJsonPassesAsItIs() throws Exception {
		byte[] file = bytes("{\"a\":\"" + "x".repeat(2_000_000) + "\"");
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, true, null, "application/octet-stream", file)) {
			assertThat(scene.client.mutate()
				.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(-1))
				.build()
				.post()
				.header("X-TC-Action", "GetFile")
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(byte[].class)
				.block(LIMIT)).isEqualTo(file);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	/** The server sends the second part only when the reader has had the first. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/x-ndjson     |          | {"a":1}
			application/octet-stream |          | abc
			text/event-stream        | br       | data: {"Choices":[{"Delta":{"Content":"a"}}]}
			application/json         | br       | \u001bxyz
			""")
	void whatArrivesInPartsIsNotHeldBack(String type, String encoding, String part) throws Exception {
		String first = part + "\n\n";
		CountDownLatch read = new CountDownLatch(1);
		String[] headers = (encoding != null) ? new String[] { "Content-Encoding: " + encoding } : new String[0];
		try (Scene scene = Scene.of(Connector.JDK, (exchange) -> {
			exchange.head(200, type, -1, headers);
			exchange.write(first);
			assertThat(read.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			exchange.write(first);
			exchange.close();
		})) {
			List<byte[]> parts = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.bodyToFlux(byte[].class)
				.doOnNext((bytes) -> read.countDown())
				.take(2)
				.collectList()
				.block(LIMIT);
			assertThat(parts).hasSize(2);
		}
	}

	@Test
	void errorInAStreamIsSeenWhateverItsEncoding() throws Exception {
		try (Scene scene = scene(Connector.JDK, Mode.ENFORCE, false, "br", "text/event-stream",
				bytes("data: {\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":4001}}\n\n"))) {
			assertThat(get(scene)).isEqualTo("TencentCloudApiException");
		}
	}

	private static Scene scene(Connector connector, Mode mode, boolean unwrap, String encoding, String type,
			byte[] body) {
		String[] headers = (encoding != null) ? new String[] { "Content-Encoding: " + encoding } : new String[0];
		return Scene.of(connector, (exchange) -> exchange.send(200, type, body, headers),
				(builder) -> builder.settings(Scene.settings(mode, unwrap, LIMIT, LIMIT, 1)));
	}

	private static String get(Scene scene) {
		try {
			return scene.read();
		}
		catch (RuntimeException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	private static byte[] bytes(String content) {
		return content.getBytes(StandardCharsets.UTF_8);
	}

}
