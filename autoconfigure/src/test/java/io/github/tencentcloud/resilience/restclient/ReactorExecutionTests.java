package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.netty.channel.EventLoop;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.ReactorClientHttpRequestFactory;

import io.github.tencentcloud.resilience.webclient.LeakDetection;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ReactorExecution}: whoever lets go of an exchange, and whenever, its
 * buffers are released and the only place in the pool is free again.
 */
@Tag("integration")
class ReactorExecutionTests {

	@RegisterExtension
	static final LeakDetection leaks = new LeakDetection();

	private final ReactorExecution execution = new ReactorExecution();

	private final ConnectionProvider connections = ConnectionProvider.builder("one")
		.maxConnections(1)
		.pendingAcquireTimeout(Duration.ofSeconds(10))
		.build();

	private final AtomicReference<EventLoop> loop = new AtomicReference<>();

	private final HttpClient client = HttpClient.create(this.connections)
		.doOnConnected((connection) -> this.loop.set(connection.channel().eventLoop()));

	private final AtomicReference<Runnable> canceller = new AtomicReference<>();

	@AfterEach
	void close() {
		this.connections.dispose();
	}

	/** Nobody has the response then: its caller has gone, and no client takes it back. */
	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void callerGoesWhileTheResponseIsHandedOver(boolean watchedBefore, boolean whole) throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			if (exchange.number() > 1) {
				exchange.json("{}");
			}
			else if (whole) {
				exchange.write(answer(2) + "{}");
			}
			else {
				exchange.write(answer(1000) + "{");
				exchange.fallSilent();
			}
		})) {
			Thread caller = Thread.currentThread();
			CountDownLatch gone = new CountDownLatch(1);
			UnaryOperator<HttpClient> interrupting = (client) -> client
				.mapConnect((connect) -> connect.doOnNext((connection) -> {
					caller.interrupt();
					await(gone);
				}));
			HttpClient client = watchedBefore ? interrupting.apply(watched())
					: this.execution.watch(interrupting.apply(this.client));
			assertThatIOException().isThrownBy(() -> execute(client, server))
				.withRootCauseInstanceOf(InterruptedException.class);
			assertThat(Thread.interrupted()).isTrue();
			gone.countDown();
			assertOnlyConnectionIsFree(server);
		}
	}

	@Test
	void bodyThatNobodyReads() throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			if (exchange.number() > 1) {
				exchange.json("{}");
			}
			else {
				exchange.write(answer(1000) + "{");
				exchange.fallSilent();
			}
		})) {
			execute(watched(), server).close();
			assertOnlyConnectionIsFree(server);
		}
	}

	@Test
	void bodyThatIsReadToItsEndKeepsItsConnection() throws Exception {
		try (RawServer server = new RawServer((exchange) -> exchange.write(answer(2) + "{}"))) {
			for (int i = 0; i < 5; i++) {
				try (ClientHttpResponse response = execute(watched(), server)) {
					assertThat(response.getBody().readAllBytes()).hasSize(2);
				}
				this.canceller.get().run();
			}
			assertThat(server.requests()).isEqualTo(5);
			assertThat(server.connections()).isOne();
		}
	}

	/** As a timer does, which aborts an exchange and closes its body. */
	@Test
	void readerLearnsOfAnAbortAndAClose() throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			if (exchange.number() > 1) {
				exchange.json("{}");
			}
			else {
				exchange.write(answer(1000) + "{");
				exchange.fallSilent();
			}
		})) {
			InputStream body = execute(watched(), server).getBody();
			assertThat(body.read()).isEqualTo('{');
			CompletableFuture<Object> end = new CompletableFuture<>();
			Thread reader = new Thread(() -> {
				try {
					end.complete(body.read());
				}
				catch (IOException ex) {
					end.complete(ex);
				}
			});
			reader.setDaemon(true);
			reader.start();
			Awaitility.await().until(() -> reader.getState() == Thread.State.WAITING);
			CountDownLatch both = new CountDownLatch(1);
			this.loop.get().execute(() -> await(both));
			this.canceller.get().run();
			body.close();
			both.countDown();
			assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
			assertOnlyConnectionIsFree(server);
		}
	}

	private HttpClient watched() {
		return this.execution.watch(this.client);
	}

	private ClientHttpResponse execute(HttpClient client, RawServer server) throws IOException {
		ClientHttpRequest request = new ReactorClientHttpRequestFactory(client)
			.createRequest(URI.create("http://127.0.0.1:" + server.port() + "/"), HttpMethod.GET);
		return this.execution.execute(request, this.canceller::set);
	}

	private void assertOnlyConnectionIsFree(RawServer server) throws IOException {
		try (ClientHttpResponse response = execute(watched(), server)) {
			assertThat(response.getBody().readAllBytes()).hasSize(2);
		}
		Awaitility.await().untilAsserted(() -> assertThat(server.open()).isOne());
	}

	/** Its head, which is to be written together with what follows. */
	private static String answer(int length) {
		return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
