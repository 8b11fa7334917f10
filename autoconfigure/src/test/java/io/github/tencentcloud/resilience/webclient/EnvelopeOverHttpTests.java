package io.github.tencentcloud.resilience.webclient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.Gzip;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for every form that an envelope of status 200 takes on the wire.
 */
class EnvelopeOverHttpTests {

	private static final String AUTH = error("AuthFailure.SignatureFailure");

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void successKeepsItsBytesAndHeaders(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(OK))) {
			ResponseEntity<String> response = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.toEntity(String.class)
				.block(LIMIT);
			assertThat(response.getBody()).isEqualTo(OK);
			assertThat(response.getHeaders().getContentLength()).isEqualTo(OK.length());
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			assertThat(scene.filter.attempts("OK")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void unwrapLeavesNoStaleContentLength(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(OK),
				(builder) -> builder.settings(Scene.settings(true)))) {
			ResponseEntity<String> response = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.toEntity(String.class)
				.block(LIMIT);
			assertThat(response.getBody()).isEqualTo(Scene.CONTENT);
			assertThat(response.getHeaders().getContentLength()).isEqualTo(-1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void unwrapMapsTheActionsOwnFields(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json("\uFEFF \n" + OK))) {
			Map<?, ?> content = scene.post("DescribeInstances")
				.attributes(TencentCloudAttributes.unwrap(true))
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(Map.class)
				.block(LIMIT);
			assertThat(content).isEqualTo(Map.of("TotalCount", 0, "RequestId", "r-1"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void compressedErrorIsRead(Connector connector, boolean unwrap) throws Exception {
		try (Scene scene = Scene.of(connector, gzip(AUTH), (builder) -> builder.settings(Scene.settings(unwrap)))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read)
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("AuthFailure.SignatureFailure"));
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.tencentcloud.resilience.webclient.Connector#thatDoNotDecode")
	void whatTheConnectorLeavesCompressedIsHandedOnCompressed(ClientHttpConnector connector) throws Exception {
		try (Scene scene = Scene.of(connector, gzip(OK), (builder) -> {
		})) {
			ResponseEntity<byte[]> response = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.toEntity(byte[].class)
				.block(LIMIT);
			assertThat(response.getHeaders().getFirst("Content-Encoding")).isEqualTo("gzip");
			assertThat(gunzip(response.getBody())).isEqualTo(OK);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.tencentcloud.resilience.webclient.Connector#thatDoNotDecode")
	void unwrapDecodesWhatTheConnectorLeavesCompressed(ClientHttpConnector connector) throws Exception {
		try (Scene scene = Scene.of(connector, gzip(OK), (builder) -> builder.settings(Scene.settings(true)))) {
			ResponseEntity<String> response = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.toEntity(String.class)
				.block(LIMIT);
			assertThat(response.getBody()).isEqualTo(Scene.CONTENT);
			assertThat(response.getHeaders().headerNames()).doesNotContain("Content-Encoding", "Content-Length");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectorThatDecodesIsNotDecodedTwice(boolean unwrap) throws Exception {
		ClientHttpConnector connector = new ReactorClientHttpConnector(HttpClient.create().compress(true));
		try (Scene scene = Scene.of(connector, gzip(OK), (builder) -> builder.settings(Scene.settings(unwrap)))) {
			assertThat(scene.read()).isEqualTo(unwrap ? Scene.CONTENT : OK);
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void damagedCompressionIsNoEnvelope(Connector connector, boolean unwrap) throws Exception {
		byte[] damaged = Gzip.gzip(OK);
		for (int i = 12; i < damaged.length - 8; i++) {
			damaged[i] ^= 0x55;
		}
		try (Scene scene = Scene.of(connector,
				(exchange) -> exchange.send(200, "application/json", damaged, "Content-Encoding: gzip"),
				(builder) -> builder.settings(Scene.settings(unwrap)))) {
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::write);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json; charset=utf-8", "application/json;charset=GBK", "APPLICATION/JSON",
			"application/problem+json", "text/plain", "text/html", "text/html; charset=utf-8", "-", "no/t/a type",
			"application/xml" })
	void contentTypeDoesNotHideAnError(String type) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.send(200, type.equals("-") ? null : type, AUTH))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read);
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json;charset=GBK", "text/plain", "-" })
	void contentTypeDoesNotHideASuccess(String type) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.send(200, type.equals("-") ? null : type, OK))) {
			assertThat(scene.read()).isEqualTo(OK);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html><body>secret-page</body></html>", "", "   ",
			"{\"Response\":{\"RequestId\":\"secret", "[]", "{\"a\":1}", "{\"Response\":[]}", "null" })
	void whatIsNoEnvelopeIsRetriedForReadsAndThenFails(String body) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.send(200, "application/json", body, "X-TC-RequestId: h-1"))) {
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::read)
				.withMessageStartingWith("ClientError.ParseJsonError: The answer is not an envelope: ")
				.withMessageNotContaining("secret")
				.satisfies((ex) -> assertThat(ex.getRequestId()).isEqualTo("h-1"));
			assertThat(scene.requests()).isEqualTo(3);
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::write);
			assertThat(scene.requests()).isEqualTo(4);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void bodyShorterThanItsLengthIsRetriedForReads(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			if (exchange.number() < 3) {
				exchange.head(200, "application/json", OK.length());
				exchange.write(OK.substring(0, 20));
				exchange.close();
			}
			exchange.json(OK);
		})) {
			assertThat(scene.read()).isEqualTo(OK);
			assertThat(scene.requests()).isEqualTo(3);
			assertThat(scene.filter.attempts("ClientError.NetworkError.Reset")).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Response\":{\"Error\":null,\"Items\":[],\"RequestId\":\"r\"}}",
			"{\"Response\":{\"Error\":{\"Code\":\"\"},\"RequestId\":\"r\"}}",
			"{\"Response\":{\"Error\":{\"Code\":null},\"RequestId\":\"r\"}}",
			"{\"Response\":{\"Data\":{\"Error\":{\"Code\":\"X\"}},\"RequestId\":\"r\"}}",
			"{\"Response\":{\"Error\":{\"Code\":\"X\"},\"Error\":null,\"RequestId\":\"r\"}}",
			"{\"code\":0,\"message\":\"\"}", "{\"Error\":{\"Code\":\"X\"},\"Response\":{}}" })
	void successThatLooksLikeAnError(String body) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(body))) {
			assertThat(scene.read()).isEqualTo(body);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"code":4000,"message":"m","codeDesc":"InvalidParameter"} | InvalidParameter
			{"Response":{"RequestId":"r","Error":{"Message":"m","Code":"Invalid\\u0050arameter"}}} | InvalidParameter
			{"\\u0052esponse":{"Error":{"Code":"A"},"Error":{"Code":"InvalidParameter.B"}}} | InvalidParameter.B
			""")
	void errorInAnotherForm(String body, String code) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(body))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read)
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(code));
		}
	}

	private static RawServer.Script gzip(String content) {
		byte[] bytes = Gzip.gzip(content);
		return (exchange) -> exchange.send(200, "application/json", bytes, "Content-Encoding: gzip");
	}

	private static String gunzip(byte[] bytes) throws IOException {
		return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
	}

}
