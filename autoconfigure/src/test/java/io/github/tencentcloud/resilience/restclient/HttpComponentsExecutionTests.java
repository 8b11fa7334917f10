package io.github.tencentcloud.resilience.restclient;

import java.io.InputStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link HttpComponentsExecution}: whatever a server does not finish, its
 * connection is given up, and the only place in the pool is free.
 */
class HttpComponentsExecutionTests {

	private static final String BEGIN = "{\"Response\":{\"Data\":\"";

	private static final int LENGTH = 50 << 20;

	@ParameterizedTest
	@EnumSource
	void onlyConnectionIsFreeAgain(Trouble trouble) throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			if (exchange.number() == 1) {
				trouble.script.answer(exchange);
			}
			else {
				exchange.json("{\"Response\":{\"RequestId\":\"r-2\"}}");
			}
		})) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
						ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
						TencentCloudResilienceAutoConfiguration.class))
				.withUserConfiguration(OneConnection.class)
				.withPropertyValues("tencentcloud.resilience.products.cvm.host=127.0.0.1:" + server.port(),
						"tencentcloud.resilience.max-attempts=1", "tencentcloud.resilience.envelope.hold-back=1KB",
						"tencentcloud.resilience.timeout.attempt=" + trouble.timeout,
						"tencentcloud.resilience.timeout.call=1h")
				.run((context) -> {
					RestClient client = context.getBean(RestClient.Builder.class).build();
					if (trouble.unread) {
						spec(client, server).exchange((request, response) -> {
							InputStream body = response.getBody();
							assertThat(body.read()).isEqualTo('{');
							return null;
						});
					}
					else {
						Throwable thrown = catchThrowable(() -> text(client, server));
						assertThat(TencentCloudFailure.of(thrown).orElseThrow().code())
							.isEqualTo("ClientError.NetworkError.ReadTimeout");
					}
					assertThat(text(client, server)).contains("r-2");
					assertThat(server.requests()).isEqualTo(2);
					Awaitility.await().untilAsserted(() -> assertThat(server.open()).isOne());
				});
		}
	}

	private static String text(RestClient client, RawServer server) {
		return spec(client, server).retrieve().body(String.class);
	}

	private static RestClient.RequestHeadersSpec<?> spec(RestClient client, RawServer server) {
		return client.post()
			.uri("http://127.0.0.1:" + server.port() + "/")
			.header("X-TC-Action", "RunInstances")
			.header("Content-Type", "application/json")
			.body("{}");
	}

	enum Trouble {

		SILENT(RawServer.Exchange::fallSilent, "300ms", false),

		SILENT_IN_THE_MIDDLE((exchange) -> {
			exchange.head(200, "application/json", LENGTH);
			exchange.write(BEGIN);
			exchange.fallSilent();
		}, "300ms", false),

		SILENT_LATE((exchange) -> {
			exchange.head(200, "application/json", LENGTH);
			exchange.write(BEGIN + "x".repeat(50_000));
			exchange.fallSilent();
		}, "300ms", false),

		DRIPPING((exchange) -> {
			exchange.head(200, "application/json", LENGTH);
			exchange.drip(BEGIN + "x".repeat(90_000), 20);
		}, "300ms", false),

		UNREAD((exchange) -> {
			exchange.head(200, "application/json", LENGTH);
			exchange.write(BEGIN);
			byte[] part = "x".repeat(1 << 16).getBytes();
			for (int size = 0; size < LENGTH; size += part.length) {
				exchange.write(part);
			}
		}, "1h", true),

		/** Whoever reads the rest of it, as Spring does, never comes back. */
		UNREAD_AND_SILENT((exchange) -> {
			exchange.head(200, "application/json", LENGTH);
			exchange.write(BEGIN + "x".repeat(50_000));
			exchange.fallSilent();
		}, "1h", true);

		private final RawServer.Script script;

		private final String timeout;

		/** Whether the caller reads one byte, and no more. */
		private final boolean unread;

		Trouble(RawServer.Script script, String timeout, boolean unread) {
			this.script = script;
			this.timeout = timeout;
			this.unread = unread;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneConnection {

		@Bean
		ClientHttpRequestFactoryBuilder<?> requestFactories() {
			return ClientHttpRequestFactoryBuilder.httpComponents()
				.withConnectionManagerCustomizer((manager) -> manager.setMaxConnPerRoute(1).setMaxConnTotal(1));
		}

	}

}
