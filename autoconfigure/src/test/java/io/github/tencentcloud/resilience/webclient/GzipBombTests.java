package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.Gzip;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for compressed answers that unpack to a thousand times as much.
 */
@Tag("integration")
class GzipBombTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final ClientHttpConnector NOT_DECODING = new ReactorClientHttpConnector(
			HttpClient.create().compress(false));

	private static final String START = "{\"Response\":{\"RequestId\":\"r-1\",\"Data\":\"";

	private static final String ERROR_START = "{\"Response\":{\"Error\":{\"Code\":\"InvalidParameter\"},\"Data\":\"";

	private static final String END = "\"}}";

	/**
	 * Nobody reads on after the first buffer, so nothing more needs to be unpacked. What
	 * it takes is reported, for {@code docs/errors.md}.
	 */
	@ParameterizedTest
	@MethodSource("io.github.tencentcloud.resilience.webclient.Connector#thatDoNotDecode")
	void hundredBombsTakeNoMoreMemoryThanTheirHoldBack(ClientHttpConnector connector, TestReporter reporter)
			throws Exception {
		byte[] bomb = bomb(START, 298);
		List<Stalled> readers = new ArrayList<>();
		try (Scene scene = Scene.of(connector, (exchange) -> gzip(exchange, bomb),
				(builder) -> builder.settings(Scene.settings(true)))) {
			long before = usedHeap();
			for (int i = 0; i < 100; i++) {
				Stalled reader = new Stalled();
				readers.add(reader);
				scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.bodyToFlux(DataBuffer.class)
					.subscribe(reader);
			}
			for (Stalled reader : readers) {
				assertThat(reader.first.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			}
			long taken = usedHeap() - before;
			reporter.publishEntry(connector.getClass().getSimpleName(), taken / MEGABYTE + " MB of heap");
			assertThat(taken).isLessThan(150L * MEGABYTE);
		}
		finally {
			readers.forEach(Stalled::cancel);
		}
	}

	/** What the hold-back is about is what the body comes to, not what is sent of it. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void holdBackCountsWhatWasUnpacked(boolean unwrap) throws Exception {
		byte[] bomb = bomb(START, 1);
		CountDownLatch read = new CountDownLatch(1);
		try (Scene scene = Scene.of(Connector.JDK, (exchange) -> {
			exchange.head(200, "application/json", bomb.length, "Content-Encoding: gzip");
			exchange.write(Arrays.copyOf(bomb, 900));
			assertThat(read.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			exchange.write(Arrays.copyOfRange(bomb, 900, bomb.length));
		}, (builder) -> builder.settings(Scene.settings(unwrap)))) {
			Long size = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.bodyToFlux(DataBuffer.class)
				.map((buffer) -> {
					read.countDown();
					return (long) release(buffer);
				})
				.reduce(Long::sum)
				.block(LIMIT);
			assertThat(size).isEqualTo(unwrap ? MEGABYTE + START.length() + END.length() - 13L : bomb.length);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void bombThatNobodyHasToUnpackPassesAsItCame(Mode mode) throws Exception {
		byte[] bomb = bomb(START, 50);
		try (Scene scene = Scene.of(Connector.JDK, (exchange) -> gzip(exchange, bomb),
				(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 10)))) {
			assertThat(scene.post("DescribeInstances").bodyValue("{}").retrieve().bodyToMono(byte[].class).block(LIMIT))
				.isEqualTo(bomb);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo((mode != Mode.OFF) ? 1 : 0);
		}
	}

	/** It stays what it is: the caller's codecs have a limit of their own. */
	@ParameterizedTest
	@EnumSource
	void callerThatReadsABombIntoMemoryFailsByItsOwnLimit(Connector connector) throws Exception {
		byte[] bomb = bomb(START, 50);
		try (Scene scene = Scene.of(connector, (exchange) -> gzip(exchange, bomb),
				(builder) -> builder.settings(Scene.settings(true)))) {
			assertThatThrownBy(scene::read).hasRootCauseInstanceOf(DataBufferLimitException.class);
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void errorBeforeABombIsToldByItsCode(boolean unwrap) throws Exception {
		byte[] bomb = bomb(ERROR_START, 298);
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			try (Scene scene = Scene.of(Connector.JDK, (exchange) -> gzip(exchange, bomb),
					(builder) -> builder.settings(Scene.settings(mode, unwrap, LIMIT, LIMIT, 1)))) {
				scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.bodyToFlux(DataBuffer.class)
					.doOnNext(DataBufferUtils::release)
					.onErrorComplete()
					.blockLast(LIMIT);
				assertThat(scene.filter.calls("InvalidParameter", "FAILURE")).as("%s", mode).isOne();
			}
		}
	}

	/** Nobody waits for what goes on for ever behind an error. */
	@Test
	void errorIsToldAlthoughTheBodyNeverEnds() throws Exception {
		byte[] rest = new byte[5 * MEGABYTE];
		Arrays.fill(rest, (byte) 'a');
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, "application/json", -1);
			exchange.write(ERROR_START);
			exchange.write(rest);
			exchange.fallSilent();
		})) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read)
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("InvalidParameter"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void largeErrorOfAGatewayKeepsItsCodeAndItsBody(Connector connector) throws Exception {
		String body = ERROR_START + "x".repeat(300_000) + END;
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(500, "application/json", body))) {
			assertThatExceptionOfType(WebClientResponseException.class)
				.isThrownBy(() -> scene.client.mutate()
					.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MEGABYTE))
					.build()
					.post()
					.header("X-TC-Action", "DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.bodyToMono(String.class)
					.block(LIMIT))
				.satisfies((ex) -> {
					assertThat(ex.getResponseBodyAsString()).isEqualTo(body);
					assertThat(TencentCloudFailure.of(ex).orElseThrow().code()).isEqualTo("InvalidParameter");
				});
		}
	}

	@Test
	void unpackingGoesNoFurtherThanItIsAskedFor() throws Exception {
		DataBuffer bomb = DefaultDataBufferFactory.sharedInstance.wrap(bomb(START, 50));
		Stalled reader = new Stalled();
		List<Integer> sizes = new ArrayList<>();
		Gunzip.decode(Flux.just(bomb)).doOnNext((buffer) -> sizes.add(buffer.readableByteCount())).subscribe(reader);
		assertThat(sizes).hasSize(1).allMatch((size) -> size <= 8 * 1024);
		assertThat(bomb.readableByteCount()).as("left as it is until it is used up").isPositive();
		reader.cancel();
	}

	@ParameterizedTest
	@ValueSource(strings = { "read", "left", "damaged", "cut" })
	void compressedBuffersAreGivenBack(String how) throws Exception {
		byte[] bomb = bomb(START, 3);
		if (how.equals("damaged")) {
			Arrays.fill(bomb, 1200, 1600, (byte) 0x55);
		}
		NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
		List<NettyDataBuffer> buffers = new ArrayList<>();
		Flux<DataBuffer> body = Flux.range(0, how.equals("cut") ? 2 : 4).map((i) -> {
			NettyDataBuffer buffer = factory.allocateBuffer(1000);
			buffer.write(bomb, i * bomb.length / 4, (i + 1) * bomb.length / 4 - i * bomb.length / 4);
			buffers.add(buffer);
			return buffer;
		});
		Flux<DataBuffer> decoded = Gunzip.decode(body).doOnNext(DataBufferUtils::release);
		(how.equals("left") ? decoded.take(5) : decoded).onErrorComplete().blockLast(LIMIT);
		assertThat(buffers).hasSizeBetween(1, 4)
			.allSatisfy((buffer) -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
	}

	/** Where clients decode or cancel otherwise, they keep it: docs/connectors.md. */
	@Test
	void damagedBodyThatGoesOnGivesItsConnectionBack() throws Exception {
		byte[] damaged = bomb(START, 1);
		Arrays.fill(damaged, 10, damaged.length, (byte) 0xFF);
		CountDownLatch closed = new CountDownLatch(1);
		try (Scene scene = Scene.of(NOT_DECODING, (exchange) -> {
			exchange.head(200, "application/json", MEGABYTE, "Content-Encoding: gzip");
			exchange.write(damaged);
			exchange.fallSilent();
			closed.countDown();
		}, (builder) -> builder.settings(Scene.settings(Mode.ENFORCE, true, LIMIT, LIMIT, 1)))) {
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::read);
			assertThat(closed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
	}

	private static int release(DataBuffer buffer) {
		int size = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return size;
	}

	private static void gzip(RawServer.Exchange exchange, byte[] body) throws IOException {
		exchange.send(200, "application/json", body, "Content-Encoding: gzip");
	}

	private static byte[] bomb(String start, int megabytes) throws IOException {
		return Gzip.bomb(start, megabytes, END);
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/** Takes one buffer and no more. */
	private static final class Stalled extends BaseSubscriber<DataBuffer> {

		private final CountDownLatch first = new CountDownLatch(1);

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(1);
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			DataBufferUtils.release(buffer);
			this.first.countDown();
		}

	}

}
