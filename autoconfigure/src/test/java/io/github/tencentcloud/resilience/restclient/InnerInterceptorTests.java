package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What goes wrong in an interceptor of the application that runs for each attempt.
 */
class InnerInterceptorTests {

	private final AtomicInteger runs = new AtomicInteger();

	/** It is no fault of the network to Tencent Cloud if somebody else is not there. */
	@Test
	void errorOfAnotherRequest() throws Exception {
		int closed;
		try (RawServer gone = new RawServer(RawServer.Exchange::reset)) {
			closed = gone.port();
		}
		run((request, body, execution) -> {
			this.runs.incrementAndGet();
			RestClient.create("http://127.0.0.1:" + closed).get().retrieve().toBodilessEntity();
			return execution.execute(request, body);
		}, (thrown, server) -> {
			assertThat(thrown).isInstanceOf(ResourceAccessException.class)
				.hasRootCauseInstanceOf(ConnectException.class);
			assertThat(code(thrown)).isEqualTo("ClientError.RequestError");
			assertThat(server.requests()).isZero();
		});
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void unchecked() throws Exception {
		IllegalStateException error = new IllegalStateException("of an interceptor");
		run((request, body, execution) -> {
			this.runs.incrementAndGet();
			throw error;
		}, (thrown, server) -> {
			assertThat(thrown).isSameAs(error);
			assertThat(code(thrown)).isEqualTo("ClientError.RequestError");
		});
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void whatItAddsToAHeaderIsForOneAttempt() throws Exception {
		List<Integer> values = new ArrayList<>();
		run((request, body, execution) -> {
			request.getHeaders().add("Cookie", "attempt=" + this.runs.incrementAndGet());
			values.add(request.getHeaders().getOrEmpty("Cookie").size());
			throw new ConnectException("Connection refused");
		}, (thrown, server) -> assertThat(values).containsExactly(2, 2));
	}

	@Test
	void noCredentials() throws Exception {
		run((request, body, execution) -> {
			throw new CredentialsException("none");
		}, (thrown, server) -> assertThat(code(thrown)).isEqualTo("ClientError.CredentialError"));
	}

	/**
	 * What it throws on reading the answer comes of the network for all that is known.
	 */
	@Test
	void checked() throws Exception {
		run((request, body, execution) -> {
			this.runs.incrementAndGet();
			execution.execute(request, body).close();
			throw new IOException("broken");
		}, (thrown, server) -> {
			assertThat(code(thrown)).isEqualTo("ClientError.NetworkError.Reset");
			assertThat(server.requests()).isEqualTo(2);
		});
		assertThat(this.runs).hasValue(2);
	}

	private static String code(Throwable thrown) {
		return TencentCloudFailure.of(thrown).orElseThrow(() -> new AssertionError(thrown)).code();
	}

	private static void run(ClientHttpRequestInterceptor inner, BiConsumer<Throwable, RawServer> test)
			throws Exception {
		try (RawServer server = new RawServer((exchange) -> exchange.json("{\"Response\":{\"RequestId\":\"r\"}}"))) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
						ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
						TencentCloudResilienceAutoConfiguration.class))
				.withPropertyValues("tencentcloud.resilience.products.cvm.host=127.0.0.1:" + server.port(),
						"tencentcloud.resilience.max-attempts=2", "tencentcloud.resilience.policies.network.delay=1ms")
				.run((context) -> {
					RestClient client = RestClient.builder()
						.requestFactory(new JdkClientHttpRequestFactory())
						.requestInterceptor(context.getBean(TencentCloudResilienceInterceptor.class))
						.requestInterceptor(inner)
						.build();
					test.accept(catchThrowable(() -> client.post()
						.uri("http://127.0.0.1:" + server.port() + "/")
						.header("X-TC-Action", "DescribeInstances")
						.header("Content-Type", "application/json")
						.header("Cookie", "a=1")
						.body("{}")
						.retrieve()
						.toBodilessEntity()), server);
				});
		}
	}

}
