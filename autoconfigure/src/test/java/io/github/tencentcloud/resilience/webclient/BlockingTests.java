package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import io.github.tencentcloud.resilience.OtherJvm;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing blocks an event loop or a timer's thread. BlockHound cannot be taken
 * out again, so it watches a virtual machine of its own.
 */
@Tag("integration")
@EnabledForJreRange(max = JRE.JAVA_21)
class BlockingTests {

	@Test
	void nothingBlocks() throws Exception {
		assertThat(OtherJvm.run(BlockingTests.class)).contains("Finished: 200")
			.contains("Control: reactor.blockhound.BlockingOperationError")
			.doesNotContain("Blocked: ");
	}

	/** The calls, watched. */
	public static void main(String[] args) throws Exception {
		BlockHound.install((builder) -> builder
			// Reactor's timers hold this lock for an instant, as they do for "offer",
			// which
			// Reactor allows itself.
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
			.blockingMethodCallback((method) -> {
				BlockingOperationError error = new BlockingOperationError(method);
				for (StackTraceElement frame : error.getStackTrace()) {
					if (frame.getClassName().startsWith("io.github.tencentcloud.resilience")
							&& !frame.getClassName().contains("BlockingTests")) {
						System.out.println("Blocked: " + method + " in " + frame);
					}
				}
				throw error;
			}));
		Mono.delay(Duration.ofMillis(1))
			.doOnNext((it) -> sleep())
			.doOnError((ex) -> System.out.println("Control: " + Exceptions.unwrap(ex).getClass().getName()))
			.onErrorComplete()
			.block(LIMIT);
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
			Long finished = Flux.range(0, 200)
				.flatMap((i) -> scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.bodyToFlux(DataBuffer.class)
					.doOnNext(DataBufferUtils::release)
					.doOnError(BlockingOperationError.class, (ex) -> System.out.println("Blocked: " + ex))
					.onErrorComplete()
					.then(Mono.just(i)), 4)
				.count()
				.block(Duration.ofSeconds(90));
			System.out.println("Finished: " + finished);
		}
		System.exit(0);
	}

	private static void sleep() {
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
