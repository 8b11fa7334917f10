package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.netty.channel.ChannelOption;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the limits that HTTP clients have themselves: what they say when nobody
 * answers a connection, or none is free, is the network's, and nothing was sent.
 */
@Tag("integration")
class NetworkLimitTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	/** Clients that wait a little for a connection, and have only one. */
	enum Limited {

		REACTOR {
			@Override
			ClientHttpConnector create() {
				return reactor((pool) -> pool.pendingAcquireTimeout(SHORT));
			}
		},

		REACTOR_WITHOUT_A_QUEUE {
			@Override
			ClientHttpConnector create() {
				return reactor((pool) -> pool.pendingAcquireMaxCount(0));
			}
		},

		/** Opens as many connections as it likes. */
		JDK {
			@Override
			ClientHttpConnector create() {
				return new JdkClientHttpConnector(java.net.http.HttpClient.newBuilder().connectTimeout(SHORT).build());
			}
		},

		HTTP_COMPONENTS {
			@Override
			ClientHttpConnector create() {
				Timeout timeout = Timeout.of(SHORT);
				return new HttpComponentsClientHttpConnector(HttpAsyncClients.custom()
					.setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
						.setMaxConnTotal(1)
						.setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(timeout).build())
						.build())
					.setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(timeout).build())
					.build());
			}
		},

		JETTY {
			@Override
			ClientHttpConnector create() {
				org.eclipse.jetty.client.HttpClient client = new org.eclipse.jetty.client.HttpClient();
				client.setConnectTimeout(SHORT.toMillis());
				client.setMaxConnectionsPerDestination(1);
				client.setMaxRequestsQueuedPerDestination(1);
				return new JettyClientHttpConnector(client);
			}
		};

		abstract ClientHttpConnector create();

		private static ClientHttpConnector reactor(UnaryOperator<ConnectionProvider.Builder> limit) {
			ConnectionProvider pool = limit.apply(ConnectionProvider.builder("one").maxConnections(1)).build();
			return new ReactorClientHttpConnector(
					HttpClient.create(pool).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) SHORT.toMillis()));
		}

	}

	/** The kernel drops what comes once the queue of a listener is full. */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REACTOR_WITHOUT_A_QUEUE")
	void nobodyAnswersTheConnection(Limited limited) throws Exception {
		List<Socket> waiting = new ArrayList<>();
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			fill(listener, waiting);
			String host = "127.0.0.1:" + listener.getLocalPort();
			TestFilter filter = TestFilter.builder().host("cvm", host).settings(Scene.settings(false)).build();
			WebClient client = WebClient.builder().clientConnector(limited.create()).filter(filter.filter).build();
			Throwable error = catchThrowable(() -> client.post()
				.uri("http://" + host + "/")
				.header("X-TC-Action", "RunInstances")
				.bodyValue("{}")
				.retrieve()
				.toBodilessEntity()
				.block(LIMIT));
			assertNeverSent(error, "ClientError.NetworkError.ConnectTimeout");
		}
		finally {
			for (Socket socket : waiting) {
				socket.close();
			}
		}
	}

	private static void fill(ServerSocket listener, List<Socket> waiting) throws IOException {
		try {
			for (int i = 0; i < 20; i++) {
				Socket socket = new Socket();
				waiting.add(socket);
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), 200);
			}
		}
		catch (SocketTimeoutException ex) {
			return;
		}
		throw new IllegalStateException("The queue of a listener has no limit here");
	}

	/** HttpComponents looks at the time only when a connection comes back. */
	@Test
	void noConnectionWasFreeInTime() throws Exception {
		try (Scene scene = Scene.of(Limited.HTTP_COMPONENTS.create(), (exchange) -> {
			if (exchange.number() == 1) {
				Thread.sleep(SHORT.multipliedBy(3).toMillis());
			}
			exchange.json(OK);
		}, (builder) -> builder.settings(Scene.settings(false)))) {
			Disposable other = scene.call("StartInstances").onErrorComplete().subscribe();
			await().atMost(LIMIT).until(() -> scene.requests() == 1);
			assertThat(scene.write()).isEqualTo(OK);
			assertThat(scene.filter.attempts("ClientError.NetworkError.PoolAcquireTimeout")).isOne();
			assertThat(scene.requests()).isEqualTo(2);
			other.dispose();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "JDK", "HTTP_COMPONENTS" })
	void noConnectionIsFree(Limited limited) throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		try (Scene scene = Scene.of(limited.create(), (exchange) -> {
			over.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
			exchange.json(OK);
		}, (builder) -> builder.settings(Scene.settings(false)))) {
			List<Disposable> others = new ArrayList<>();
			others.add(scene.call("StartInstances").onErrorComplete().subscribe());
			await().atMost(LIMIT).until(() -> scene.requests() == 1);
			if (limited == Limited.JETTY) {
				others.add(scene.call("StopInstances").onErrorComplete().subscribe());
			}
			Throwable error = catchThrowable(scene::write);
			assertNeverSent(error, "ClientError.NetworkError.PoolAcquireTimeout");
			assertThat(scene.requests()).isOne();
			over.countDown();
			others.forEach(Disposable::dispose);
		}
	}

	private static void assertNeverSent(Throwable error, String code) {
		TencentCloudFailure failure = TencentCloudFailure.of(error).orElseThrow(() -> new AssertionError(error));
		assertThat(failure.code()).as("%s", error).isEqualTo(code);
		assertThat(failure.policy()).isEqualTo("network");
		// A write is repeated too, since none of its attempts has left.
		assertThat(failure.attempts()).isEqualTo(3);
	}

}
