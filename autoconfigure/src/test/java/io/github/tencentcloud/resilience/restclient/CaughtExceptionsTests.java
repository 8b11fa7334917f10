package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What callers of {@code RestClient} and {@code RestTemplate} catch, as
 * {@code docs/errors.md} says it.
 */
@Tag("integration")
class CaughtExceptionsTests {

	private static final String DATA = "\"Data\":\"" + "x".repeat(100_000) + "\"";

	private static final String LATE = "{\"Response\":{" + DATA
			+ ",\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private final AtomicInteger requests = new AtomicInteger();

	private volatile RawServer.Script script = (exchange) -> exchange.json("{\"Response\":{\"RequestId\":\"r\"}}");

	private final RawServer server = new RawServer((exchange) -> {
		this.requests.incrementAndGet();
		this.script.answer(exchange);
	});

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
				RestTemplateAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues("spring.http.clients.imperative.factory=jdk",
				"tencentcloud.resilience.hosts=127.0.0.1,*.tencentcloudapi.com",
				"tencentcloud.resilience.envelope.hold-back=1KB",
				"tencentcloud.resilience.policies.transient.delay=1ms",
				"tencentcloud.resilience.policies.network.delay=1ms");

	@AfterEach
	void close() throws IOException {
		this.server.close();
	}

	record Envelope(@JsonProperty("Response") Map<String, Object> content) {

	}

	/** A call that returns what it can, over each client and in each form. */
	enum Form {

		STRING {

			@Override
			Object call(ApplicationContext context, String uri) {
				return restClient(context, uri).retrieve().body(String.class);
			}

		},

		OBJECT {

			@Override
			Object call(ApplicationContext context, String uri) {
				return restClient(context, uri).retrieve().body(Envelope.class);
			}

		},

		EXCHANGE {

			@Override
			Object call(ApplicationContext context, String uri) {
				return restClient(context, uri).exchange((request, response) -> text(response));
			}

		},

		TEMPLATE {

			@Override
			Object call(ApplicationContext context, String uri) {
				return context.getBean(RestTemplateBuilder.class).build().getForObject(uri, String.class);
			}

		},

		TEMPLATE_OBJECT {

			@Override
			Object call(ApplicationContext context, String uri) {
				return context.getBean(RestTemplateBuilder.class).build().getForObject(uri, Envelope.class);
			}

		};

		abstract Object call(ApplicationContext context, String uri);

	}

	@ParameterizedTest
	@MethodSource("forms")
	void errorOfTheEnvelopeArrivesAsItIs(Form form) {
		this.script = (exchange) -> exchange
			.json("{\"Response\":{\"Error\":{\"Code\":\"AuthFailure\",\"Message\":\"m\"},\"RequestId\":\"r\"}}");
		thrown(form, (error) -> assertThat(error).isExactlyInstanceOf(TencentCloudApiException.class));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void soDoesAnAnswerThatIsNoEnvelope(Form form) {
		this.script = (exchange) -> exchange.send(200, "text/html", "<html></html>");
		thrown(form, (error) -> assertThat(error).isExactlyInstanceOf(EnvelopeException.class));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void soDoesALateError(Form form) {
		this.script = (exchange) -> exchange.json(LATE);
		thrown(form, (error) -> {
			assertThat(error).isExactlyInstanceOf(TencentCloudApiException.class);
			assertThat(TencentCloudFailure.of(error)).map(TencentCloudFailure::code).contains("InternalError");
		});
	}

	/** Spring wraps what a body fails with, if it is checked. */
	@ParameterizedTest
	@MethodSource("forms")
	void bodyThatBreaksOffLate(Form form) {
		this.script = (exchange) -> {
			exchange.head(200, "application/json", 200_000);
			exchange.write("{\"Response\":{" + DATA);
			exchange.close();
		};
		thrown(form, (error) -> {
			assertThat(error).isInstanceOf(RestClientException.class).hasRootCauseInstanceOf(IOException.class);
			assertThat(TencentCloudFailure.of(error))
				.hasValueSatisfying((failure) -> assertThat(failure.code()).startsWith("ClientError.NetworkError"));
		});
	}

	@ParameterizedTest
	@MethodSource("forms")
	void otherStatus(Form form) {
		this.script = (exchange) -> exchange.send(502, "text/html", "<html></html>");
		if (form == Form.EXCHANGE) {
			this.runner.run((context) -> assertThat(form.call(context, uri("DescribeZones"))).isEqualTo("502"));
			return;
		}
		thrown(form, (error) -> {
			assertThat(error).isInstanceOf(HttpServerErrorException.class);
			assertThat(TencentCloudFailure.of(error)).hasValueSatisfying((failure) -> {
				assertThat(failure.code()).isEqualTo("ClientError.HttpStatusCodeError.502");
				assertThat(failure.policy()).isEqualTo("transient");
				assertThat(failure.attempts()).isEqualTo(this.requests.get()).isGreaterThan(1);
				assertThat(failure.action()).isEqualTo("DescribeZones");
				assertThat(failure.noRetryReason()).isNotNull();
			});
		});
	}

	@Test
	void responseSaysWhyItFailed() {
		this.script = (exchange) -> exchange.send(404, "text/plain", "nothing");
		this.runner.run((context) -> {
			String header = restClient(context, uri("RunInstances"))
				.exchange((request, response) -> response.getHeaders().getFirst(FailureHeader.NAME));
			assertThat(FailureHeader.read(header)).isNotNull();
		});
	}

	@ParameterizedTest
	@MethodSource("forms")
	void noConnection(Form form) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		this.runner.run((context) -> {
			Throwable error = catchThrowable(() -> form.call(context, "http://127.0.0.1:" + port + "/"));
			assertThat(error).isInstanceOf(ResourceAccessException.class).hasCauseInstanceOf(IOException.class);
			assertThat(TencentCloudFailure.of(error)).hasValueSatisfying((failure) -> {
				assertThat(failure.code()).isEqualTo("ClientError.NetworkError.ConnectRefused");
				assertThat(failure.attempts()).isGreaterThan(1);
			});
		});
	}

	@ParameterizedTest
	@MethodSource("forms")
	void deadlineOfAScope(Form form) {
		this.runner.run((context) -> {
			try (TencentCloudScope scope = TencentCloudScope
				.open(TencentCloudAttributes.deadline(Duration.ofSeconds(-1)))) {
				assertThat(catchThrowable(() -> form.call(context, uri("DescribeZones"))))
					.isExactlyInstanceOf(CallTimeoutException.class);
			}
			assertThat(this.requests).hasValue(0);
			form.call(context, uri("DescribeZones"));
			assertThat(this.requests).hasValue(1);
		});
	}

	@ParameterizedTest
	@MethodSource("forms")
	void interruptedCaller(Form form) {
		this.runner.run((context) -> {
			Thread.currentThread().interrupt();
			Throwable error = catchThrowable(() -> form.call(context, uri("DescribeZones")));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(error).isInstanceOf(ResourceAccessException.class);
		});
	}

	static Stream<Form> forms() {
		return Stream.of(Form.values());
	}

	private void thrown(Form form, Consumer<Throwable> assertions) {
		this.runner.run((context) -> assertions.accept(catchThrowable(() -> form.call(context, uri("DescribeZones")))));
	}

	private String uri(String action) {
		return "http://127.0.0.1:" + this.server.port() + "/?Action=" + action;
	}

	private static RestClient.RequestHeadersSpec<?> restClient(ApplicationContext context, String uri) {
		return context.getBean(RestClient.Builder.class).build().get().uri(uri);
	}

	private static String text(ClientHttpResponse response) throws IOException {
		if (response.getStatusCode().isError()) {
			return Integer.toString(response.getStatusCode().value());
		}
		try (InputStream body = response.getBody()) {
			return new String(body.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
