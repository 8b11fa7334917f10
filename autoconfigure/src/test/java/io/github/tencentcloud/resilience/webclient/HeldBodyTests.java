package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import io.github.tencentcloud.resilience.DroppedErrors;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.engine.Judges;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeldBody}: whose the buffers are at each moment.
 */
@Tag("integration")
class HeldBodyTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

	private final List<NettyDataBuffer> buffers = new ArrayList<>();

	private BodyJudge judge;

	@AfterEach
	void everyBufferIsReleasedOnce() {
		assertThat(this.buffers).isNotEmpty()
			.allSatisfy((buffer) -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
	}

	@ParameterizedTest
	@ValueSource(ints = { 13, 20, 30, 1000 })
	void contentArrivesInPieces(int limit) {
		HeldBody held = hold(pieces("{\"Response\":{\"A\":\"1234567890\"}}", 3), limit).block(LIMIT);
		StepVerifier.create(content(held, true).map(HeldBodyTests::text).reduce(String::concat))
			.expectNext("{\"A\":\"1234567890\"}")
			.expectComplete()
			.verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void askedForAtOnceOrOneAfterAnother(boolean atOnce) {
		List<Long> demands = new ArrayList<>();
		HeldBody held = hold(pieces("{\"Response\":{}}", 5).doOnRequest(demands::add), Judges.of(1000), atOnce)
			.block(LIMIT);
		assertThat(demands).containsExactlyElementsOf(atOnce ? List.of(Long.MAX_VALUE) : List.of(1L, 1L, 1L, 1L));
		held.abandon();
	}

	@Test
	void abandonedBeforeItIsRead() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		HeldBody[] held = new HeldBody[1];
		hold(body.flux(), 5).subscribe((it) -> held[0] = it);
		body.next(buffer("{\"Resp"));
		held[0].abandon();
		body.assertCancelled();
		StepVerifier.create(content(held[0], false)).thenCancel().verify(LIMIT);
	}

	@Test
	void cancelledWhileHeld() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier.create(hold(body.flux(), 1000))
			.then(() -> body.next(buffer("{\"Resp")))
			.thenCancel()
			.verify(LIMIT);
		body.assertCancelled();
	}

	@Test
	void bufferThatArrivesAfterTheCancellation() {
		TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		StepVerifier.create(hold(body.flux(), 1000))
			.then(() -> body.next(buffer("{\"Resp")))
			.thenCancel()
			.verify(LIMIT);
		body.next(buffer("onse"));
	}

	/** A client may tell of the cancellation as of an error, even before anybody asks. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void errorThatComesAfterTheCancellationIsNoNews(boolean early) {
		try (DroppedErrors dropped = new DroppedErrors()) {
			TestPublisher<DataBuffer> body = TestPublisher
				.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
			BaseSubscriber<HeldBody> gone = new BaseSubscriber<>() {
				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					if (early) {
						cancel();
					}
				}
			};
			NettyDataBuffer first = buffer("{\"Resp");
			hold(body.flux(), 1000).subscribe(gone);
			if (early) {
				first.release();
			}
			else {
				body.next(first);
			}
			gone.dispose();
			body.error(new IllegalStateException("released already"));
			assertThat(dropped.errors()).isEmpty();
		}
	}

	/** Twice released, it would be somebody else's; not released, it would be lost. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void readerMayGoAtAnyMoment(int limit) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 20_000; i++) {
				this.buffers.clear();
				HeldBody held = hold(pieces("{\"Response\":{}}", 4), limit).block(LIMIT);
				CyclicBarrier start = new CyclicBarrier(2);
				BaseSubscriber<DataBuffer> reader = new BaseSubscriber<>() {
					@Override
					protected void hookOnSubscribe(Subscription subscription) {
					}

					@Override
					protected void hookOnNext(DataBuffer buffer) {
						DataBufferUtils.release(buffer);
					}
				};
				content(held, false).subscribe(reader);
				Future<?> reading = threads.submit(() -> {
					start.await();
					reader.requestUnbounded();
					return null;
				});
				Future<?> going = threads.submit(() -> {
					start.await();
					reader.cancel();
					return null;
				});
				reading.get();
				going.get();
				everyBufferIsReleasedOnce();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void sourceIsAskedOnlyForWhatIsNotHereYet() {
		List<Long> asked = new ArrayList<>();
		HeldBody held = hold(pieces("{\"Response\":{}}", 4).doOnRequest(asked::add), 5).block(LIMIT);
		asked.clear();
		StepVerifier.create(content(held, false).doOnNext(DataBufferUtils::release), 1)
			.expectNextCount(1)
			.then(() -> assertThat(asked).isEmpty())
			.thenRequest(2)
			.expectNextCount(2)
			.then(() -> assertThat(asked).containsExactly(1L))
			.thenRequest(5)
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
		assertThat(asked).containsExactly(1L, 5L);
	}

	@Test
	void readerGoesWhileTheBodyFlows() {
		TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE,
				TestPublisher.Violation.REQUEST_OVERFLOW);
		StepVerifier.create(hold(body.flux(), 3).flatMapMany((held) -> content(held, false)), 1)
			.then(() -> body.next(buffer("{\"Resp")))
			.consumeNextWith(DataBufferUtils::release)
			.thenRequest(1)
			.then(() -> body.next(buffer("onse")))
			.consumeNextWith(DataBufferUtils::release)
			.thenCancel()
			.verify(LIMIT);
		body.assertCancelled();
		body.next(buffer("\":{}}"));
	}

	@Test
	void bodyIsAskedForOnlyAsItsReaderAsks() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier.create(hold(body.flux(), 3).flatMapMany((held) -> content(held, false)), 0)
			.then(() -> body.next(buffer("{\"Resp")))
			.then(() -> body.assertMaxRequested(1))
			.thenRequest(1)
			.consumeNextWith(DataBufferUtils::release)
			.thenCancel()
			.verify(LIMIT);
	}

	@Test
	void errorWhileHeld() {
		StepVerifier.create(hold(pieces("{\"Resp", 2).concatWith(Flux.error(new IllegalStateException("broken"))), 100))
			.expectErrorMessage("broken")
			.verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4 })
	void inspectorThatThrowsLetsTheBodyGo(int good) {
		HeldBody held = hold(pieces("{\"Response\":{}}", 3), Judges.faulty(good, false, false, 1000)).block(LIMIT);
		assertThat(Judges.fault(this.judge)).hasRootCauseInstanceOf(IllegalStateException.class);
		assertThat(held.isUntouched()).isTrue();
		StepVerifier.create(content(held, false).map(HeldBodyTests::text).reduce(String::concat))
			.expectNext("{\"Response\":{}}")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void inspectorThatThrowsOnTheWayLetsTheBodyGo() {
		HeldBody held = hold(pieces("{\"Response\":{}}", 3), Judges.faulty(3, false, false, 4)).block(LIMIT);
		assertThat(Judges.fault(this.judge)).isNull();
		StepVerifier.create(content(held, false).map(HeldBodyTests::text).reduce(String::concat))
			.expectNext("{\"Response\":{}}")
			.expectComplete()
			.verify(LIMIT);
		assertThat(Judges.fault(this.judge)).isNotNull();
	}

	@Test
	void contentThatCannotBeToldIsLetGo() {
		HeldBody held = hold(pieces("{\"Response\":{}}", 3), Judges.faulty(100, true, false, 1000)).block(LIMIT);
		assertThatExceptionOfType(LibraryFault.class).isThrownBy(held::unwrap);
		assertThat(held.isUntouched()).isFalse();
		held.abandon();
	}

	@Test
	void contentThatCannotBeToldOnTheWayFailsTheReader() {
		HeldBody held = hold(pieces("{\"Response\":{}}", 3), Judges.faulty(4, false, false, 4)).block(LIMIT);
		StepVerifier.create(content(held, true).doOnNext(DataBufferUtils::release).then())
			.expectError(LibraryFault.class)
			.verify(LIMIT);
	}

	/** A short body is asked for at once, so it goes on while nobody reads it yet. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatComesBeforeItsReaderKeepsItsOrder(boolean read) {
		this.judge = Judges.faulty(100, false, true, 4);
		HeldBody held = new HeldBody(this.judge, true);
		held.of(pieces("{\"Response\":{}}", 3));
		held.arrived().block(LIMIT);
		if (!read) {
			held.abandon();
			return;
		}
		StepVerifier.create(held.content().map(HeldBodyTests::text).reduce(String::concat))
			.expectNext("{\"Response\":{}}")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void judgeThatThrowsTakesNothingAway() {
		HeldBody held = hold(pieces("{\"Response\":{}}", 3), Judges.faulty(100, false, true, 4)).block(LIMIT);
		StepVerifier.create(held.content().map(HeldBodyTests::text).reduce(String::concat))
			.expectNext("{\"Response\":{}}")
			.expectComplete()
			.verify(LIMIT);
		assertThat(Judges.fault(this.judge)).isNotNull();
	}

	@Test
	void readAndAbandonedAtTheSameTime() throws Exception {
		for (int i = 0; i < 2000; i++) {
			HeldBody held = hold(pieces("{\"Response\":{}}", 4), 1000).block(LIMIT);
			CountDownLatch start = new CountDownLatch(1);
			Thread other = new Thread(() -> {
				await(start);
				held.abandon();
			});
			other.start();
			start.countDown();
			content(held, false).doOnNext(DataBufferUtils::release).blockLast(LIMIT);
			other.join();
		}
	}

	@Test
	void cancelledAtTheMomentWhenItIsComplete() throws Exception {
		for (int i = 0; i < 2000; i++) {
			TestPublisher<DataBuffer> body = TestPublisher
				.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
			List<HeldBody> given = new ArrayList<>();
			var call = hold(body.flux(), 1000).doOnNext(given::add).subscribe();
			CountDownLatch start = new CountDownLatch(1);
			Thread other = new Thread(() -> {
				await(start);
				call.dispose();
			});
			other.start();
			DataBuffer buffer = buffer("{\"Response\":{}}");
			start.countDown();
			body.next(buffer);
			body.complete();
			other.join();
			given.forEach(HeldBody::abandon);
		}
	}

	private Mono<HeldBody> hold(Flux<DataBuffer> body, int limit) {
		return hold(body, Judges.of(limit));
	}

	private Mono<HeldBody> hold(Flux<DataBuffer> body, BodyJudge judge) {
		return hold(body, judge, false);
	}

	private Mono<HeldBody> hold(Flux<DataBuffer> body, BodyJudge judge, boolean atOnce) {
		this.judge = judge;
		HeldBody held = new HeldBody(judge, atOnce);
		held.of(body);
		return held.arrived().map((answer) -> held);
	}

	private static Flux<DataBuffer> content(HeldBody held, boolean unwrap) {
		if (unwrap) {
			held.unwrap();
		}
		return held.content();
	}

	private Flux<DataBuffer> pieces(String text, int size) {
		return Flux.range(0, (text.length() + size - 1) / size)
			.map((i) -> buffer(text.substring(i * size, Math.min(text.length(), (i + 1) * size))));
	}

	private NettyDataBuffer buffer(String text) {
		NettyDataBuffer buffer = this.factory.allocateBuffer(text.length());
		buffer.write(text.getBytes(StandardCharsets.UTF_8));
		this.buffers.add(buffer);
		return buffer;
	}

	private static String text(DataBuffer buffer) {
		String text = buffer.toString(StandardCharsets.UTF_8);
		DataBufferUtils.release(buffer);
		return text;
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
