package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.JettyClientHttpConnector;

import io.github.tencentcloud.resilience.TencentCloudApiException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no end of a call makes Jetty change a buffer that it has given back, and
 * that may be another call's by then.
 */
@Tag("integration")
class JettyBuffersTests {

	private static final String EVENT = "data: {\"Choices\":[{\"Delta\":{\"Content\":\"x\"},\"FinishReason\":\"\"}]}\n\n";

	/** Several of Jetty's buffers, so that it gives one back during the read. */
	private static final String EVENTS = EVENT.repeat(1000);

	private static final String ERROR = "data: {\"ErrorCode\":\"MODEL_ERROR\",\"ErrorMessage\":\"m\"}\n\n";

	enum Ending {

		ERROR_EVENT(EVENTS + ERROR + EVENT, (scene) -> all(scene).onErrorComplete(TencentCloudApiException.class)),
		LAST_EVENT(EVENTS + EVENT.replace("\"\"", "\"stop\"") + EVENT,
				(scene) -> scene.events().takeUntil((event) -> event.contains("stop")).then()),
		READER_LEAVES(EVENTS + EVENTS, (scene) -> scene.events().take(900).then()),
		READER_FAILS(EVENTS + EVENTS, (scene) -> scene.events().index().doOnNext((event) -> {
			if (event.getT1() == 899) {
				throw new IllegalStateException();
			}
		}).then().onErrorComplete(IllegalStateException.class)),
		CALLER_LEAVES(EVENTS, (scene) -> all(scene).timeout(Duration.ofMillis(200), Mono.empty())),
		CALLER_LEAVES_A_BUSY_READER(EVENTS, (scene) -> scene.events().index().doOnNext((event) -> {
			if (event.getT1() == 899) {
				sleep(500);
			}
		}).then().timeout(Duration.ofMillis(200), Mono.empty()));

		private final String body;

		private final Function<Scene, Mono<Void>> call;

		Ending(String body, Function<Scene, Mono<Void>> call) {
			this.body = body;
			this.call = call;
		}

		private static Mono<Void> all(Scene scene) {
			return scene.events().then();
		}

		private static void sleep(long millis) {
			try {
				Thread.sleep(millis);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@ParameterizedTest
	@EnumSource
	void staysAsItIsOnceItIsGivenBack(Ending ending) throws Exception {
		MarkingPool pool = new MarkingPool();
		HttpClient client = new HttpClient();
		client.setByteBufferPool(pool);
		Semaphore closed = new Semaphore(0);
		try (Scene scene = Scene.of(new JettyClientHttpConnector(client),
				(exchange) -> answer(exchange, ending, closed), (builder) -> {
				})) {
			for (int i = 0; i < 5; i++) {
				ending.call.apply(scene).block(Scene.LIMIT);
				// Jetty closes a connection once its exchange has been cancelled.
				assertThat(closed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			}
			client.stop();
		}
		assertThat(pool.given).isNotEmpty().allSatisfy((buffer) -> assertThat(isMarked(buffer)).isTrue());
	}

	private static void answer(RawServer.Exchange exchange, Ending ending, Semaphore closed) throws IOException {
		exchange.head(200, "text/event-stream", -1, "Transfer-Encoding: chunked");
		exchange.write(Integer.toHexString(ending.body.length()) + "\r\n" + ending.body + "\r\n");
		exchange.fallSilent();
		closed.release();
	}

	private static boolean isMarked(ByteBuffer buffer) {
		return buffer.position() == 1 && buffer.limit() == 1;
	}

	/** Marks what is given back, and never gives it to anybody again. */
	private static final class MarkingPool implements ByteBufferPool {

		private final Queue<ByteBuffer> given = new ConcurrentLinkedQueue<>();

		@Override
		public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
			ByteBuffer buffer = BufferUtil.allocate(size, direct);
			return RetainableByteBuffer.wrap(buffer, () -> {
				buffer.limit(1).position(1);
				this.given.add(buffer);
			});
		}

		@Override
		public void clear() {
			// Nothing is kept.
		}

	}

}
