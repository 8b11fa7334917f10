package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What methods of an annotated interface may return on {@code RestClient}, and how
 * failures come out of them.
 */
@Tag("integration")
class InterfaceReturnTypesTests {

	private static final String CONTENT = "{\"TotalCount\":7,\"RequestId\":\"r\"}";

	private static final Answer ANSWER = new Answer(7, "r");

	/** More than is held back. */
	private static final String DATA = "\"Data\":\"" + "x".repeat(100_000) + "\"";

	private volatile RawServer.Script script = (exchange) -> exchange.json("{\"Response\":" + CONTENT + "}");

	private final RawServer server = new RawServer((exchange) -> this.script.answer(exchange));

	private final ApplicationContextRunner runner = HttpInterfaceApplication.runner(ClientType.REST_CLIENT)
		.withConfiguration(
				AutoConfigurations.of(JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class))
		.withUserConfiguration(Services.class)
		.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://127.0.0.1:" + this.server.port(),
				"tencentcloud.resilience.envelope.hold-back=1KB");

	@AfterEach
	void close() throws IOException {
		this.server.close();
	}

	static Stream<Arguments> methods() {
		return Stream.of(method("record", Cvm::content, ANSWER),
				method("entity", (cvm) -> cvm.entity().getBody(), ANSWER),
				method("optional", (cvm) -> cvm.optional().orElseThrow(), ANSWER),
				method("string", Cvm::string, CONTENT),
				method("bytes", (cvm) -> new String(cvm.bytes(), StandardCharsets.UTF_8), CONTENT),
				method("resource", (cvm) -> text(cvm.resource()), CONTENT));
	}

	private static Arguments method(String name, Function<Cvm, ?> method, Object expected) {
		return arguments(name, method, expected);
	}

	private static String text(Resource resource) {
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void contentOfTheEnvelope(String name, Function<Cvm, ?> method, Object expected) {
		call((cvm) -> assertThat(method.apply(cvm)).isEqualTo(expected));
	}

	@Test
	void nothingButTheHead() {
		call((cvm) -> {
			cvm.nothing();
			assertThat(cvm.headers().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
			assertThat(cvm.bodiless().getStatusCode().value()).isEqualTo(200);
		});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "methods", "headOnly" })
	void errorOfTheEnvelope(String name, Function<Cvm, ?> method, Object expected) {
		this.script = (exchange) -> exchange.json(error("AuthFailure"));
		call((cvm) -> assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> method.apply(cvm))
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo("AuthFailure");
				assertThat(ex.getRequestId()).isEqualTo("r");
			}));
	}

	static Stream<Arguments> headOnly() {
		return Stream.of(method("nothing", (cvm) -> {
			cvm.nothing();
			return "";
		}, ""), method("headers", Cvm::headers, ""), method("bodiless", Cvm::bodiless, ""));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void noEnvelope(String name, Function<Cvm, ?> method, Object expected) {
		this.script = (exchange) -> exchange.send(200, "text/html", "<html>");
		call((cvm) -> assertThatExceptionOfType(EnvelopeException.class).isThrownBy(() -> method.apply(cvm)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "methods", "headOnly" })
	void otherStatus(String name, Function<Cvm, ?> method, Object expected) {
		this.script = (exchange) -> exchange.send(404, "application/json", error("ResourceNotFound"));
		call((cvm) -> assertThatExceptionOfType(RestClientResponseException.class).isThrownBy(() -> method.apply(cvm))
			.satisfies((ex) -> {
				assertThat(ex.getStatusCode().value()).isEqualTo(404);
				assertThat(TencentCloudFailure.of(ex)).map(TencentCloudFailure::code).contains("ResourceNotFound");
			}));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void lateErrorCanBeFound(String name, Function<Cvm, ?> method, Object expected) {
		this.script = (exchange) -> exchange.json("{\"Response\":{" + DATA
				+ ",\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"RequestId\":\"r\"}}");
		call((cvm) -> {
			Throwable error = catchThrowable(() -> method.apply(cvm));
			assertThat(TencentCloudFailure.of(error)).hasValueSatisfying((failure) -> {
				assertThat(failure.code()).isEqualTo("InternalError");
				assertThat(failure.requestId()).isEqualTo("r");
			});
			assertThat(this.server.requests()).isOne();
		});
	}

	@Test
	void truncatedLateCanBeFound() {
		this.script = (exchange) -> {
			exchange.head(200, "application/json", 200_000);
			exchange.write("{\"Response\":{" + DATA);
			exchange.close();
		};
		call((cvm) -> {
			Throwable error = catchThrowable(cvm::content);
			assertThat(error).isInstanceOf(RestClientException.class);
			assertThat(TencentCloudFailure.of(error)).map(TencentCloudFailure::code)
				.hasValueSatisfying((code) -> assertThat(code).startsWith("ClientError.NetworkError"));
		});
	}

	@Test
	void streamOfEventsIsReadAsItComes() {
		this.script = (exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
		call((cvm) -> {
			try (InputStream stream = cvm.stream()) {
				assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
					.isEqualTo("data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@Test
	void errorInAStreamOfEvents() {
		this.script = (exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[{\"Delta\":{\"Content\":\"a\"}}]}\n\ndata: {\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":4001}}\n\n");
		call((cvm) -> {
			Throwable error = catchThrowable(() -> {
				try (InputStream stream = cvm.stream()) {
					stream.readAllBytes();
				}
			});
			assertThat(TencentCloudFailure.of(error)).map(TencentCloudFailure::code).contains("4001");
		});
	}

	private void call(Consumer<Cvm> assertions) {
		this.runner.run((context) -> assertions.accept(context.getBean(Cvm.class)));
	}

	private static String error(String code) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("RunInstances")
		Answer content();

		@TencentCloudAction("RunInstances")
		ResponseEntity<Answer> entity();

		@TencentCloudAction("RunInstances")
		Optional<Answer> optional();

		@TencentCloudAction("RunInstances")
		String string();

		@TencentCloudAction("RunInstances")
		byte[] bytes();

		@TencentCloudAction("RunInstances")
		Resource resource();

		@TencentCloudAction("RunInstances")
		void nothing();

		@TencentCloudAction("RunInstances")
		HttpHeaders headers();

		@TencentCloudAction("RunInstances")
		ResponseEntity<Void> bodiless();

		@TencentCloudAction("ChatCompletions")
		InputStream stream();

	}

	record Answer(int totalCount, String requestId) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class Services {

	}

}
