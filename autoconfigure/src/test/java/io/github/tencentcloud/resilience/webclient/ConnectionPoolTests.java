package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a retried answer gives its connection back: a thousand of them over a pool
 * of two.
 */
@Tag("integration")
class ConnectionPoolTests {

	enum Failure {

		ENVELOPE((exchange) -> exchange.json(error("RequestLimitExceeded"))),

		UNAVAILABLE((exchange) -> exchange.send(503, "text/html", "<html>" + "x".repeat(2000))),

		ENVELOPE_OF_A_GATEWAY((exchange) -> exchange.send(500, "application/json", error("InternalError"))),

		TRUNCATED((exchange) -> {
			exchange.head(200, "application/json", 100);
			exchange.write("{\"Response\":{");
			exchange.close();
		}),

		HTML((exchange) -> exchange.send(200, "text/html", "<html>" + "x".repeat(2000)));

		private final RawServer.Script script;

		Failure(RawServer.Script script) {
			this.script = script;
		}

	}

	@ParameterizedTest
	@EnumSource
	void everyRetryFindsAConnection(Failure failure) throws Exception {
		ConnectionProvider pool = ConnectionProvider.builder("two")
			.maxConnections(2)
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(Duration.ofSeconds(20))
			.build();
		Set<String> failed = ConcurrentHashMap.newKeySet();
		int calls = (failure == Failure.ENVELOPE) ? 1000 : 250;
		try (Scene scene = Scene.of(new ReactorClientHttpConnector(HttpClient.create(pool)), (exchange) -> {
			if (failed.add(exchange.header("X-Call"))) {
				failure.script.answer(exchange);
			}
			else {
				exchange.json(OK);
			}
		}, (builder) -> builder.settings(Scene.settings(false)))) {
			Long answers = Flux.range(0, calls)
				.flatMap((i) -> scene.post("DescribeInstances")
					.header("X-Call", "" + i)
					.bodyValue("{}")
					.retrieve()
					.bodyToMono(String.class), 8)
				.count()
				.block(Duration.ofSeconds(60));
			assertThat(answers).isEqualTo(calls);
			assertThat(scene.requests()).isEqualTo(2 * calls);
		}
		finally {
			pool.dispose();
		}
	}

}
