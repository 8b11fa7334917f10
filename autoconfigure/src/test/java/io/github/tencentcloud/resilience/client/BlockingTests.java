package io.github.tencentcloud.resilience.client;

import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static io.github.tencentcloud.resilience.client.Scene.LIMIT;
import static io.github.tencentcloud.resilience.client.Scene.OK;
import static io.github.tencentcloud.resilience.client.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that nothing blocks an event loop or a timer's thread.
 */
@EnabledForJreRange(max = JRE.JAVA_21)
class BlockingTests {

	@BeforeAll
	static void install() {
		BlockHound.install();
	}

	@Test
	void blockHoundWorks() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> Mono.delay(Duration.ofMillis(1)).doOnNext((it) -> {
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}).block(LIMIT)).withCauseInstanceOf(BlockingOperationError.class);
	}

	@Test
	void everyPath() throws Exception {
		String large = "{\"Response\":{\"Data\":\"" + "x".repeat(400_000) + "\"}}";
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			switch (exchange.number() % 6) {
				case 0 -> exchange.json(error("RequestLimitExceeded"));
				case 1 -> exchange.send(503, "text/html", "x");
				case 2 -> exchange.reset();
				case 3 -> exchange.send(200, "text/event-stream", "data: x\n\n");
				case 4 -> exchange.json(large);
				default -> exchange.json(OK);
			}
		}, (builder) -> builder.settings(Scene.settings(true)).breaker((breaker) -> {
		}))) {
			Flux.range(0, 200)
				.flatMap((i) -> scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.bodyToFlux(DataBuffer.class)
					.doOnNext(DataBufferUtils::release)
					.onErrorResume((ex) -> {
						for (Throwable t = ex; t != null; t = t.getCause()) {
							assertThat(t).isNotInstanceOf(BlockingOperationError.class);
						}
						return Mono.empty();
					}), 4)
				.blockLast(LIMIT);
			assertThat(scene.filter.attempts("ClientError.RequestError")).isZero();
			assertThat(scene.filter.attempts("OK")).isPositive();
		}
	}

}
