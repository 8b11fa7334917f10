package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.EnvelopeException;

import static io.github.tencentcloud.resilience.Gzip.gzip;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@code unwrap}: wherever the body is cut, and wherever there are blanks, the
 * reader gets the content of {@code Response}, and every buffer is released once.
 */
@Tag("integration")
class UnwrapTests {

	private static final String CONTENT = "{ \"A\" : [ \"}\" ] ,\n\"RequestId\" : \"r\" }";

	/** The content between all kinds of neighbours. */
	enum Body {

		PLAIN("{\"Response\":", "}"), BLANKS(" \n{ \"Response\" : ", " }"), LINE_FEED("{\"Response\":", "}\n"),

		BLANK_LINES("\n\n{\n\t\"Response\"\n:\n\n", "\n\n}\n\n\n"), MEMBER_BEFORE("{\"a\":[{}],\"Response\":", "}"),

		MEMBER_AFTER("{\"Response\":", ",\"b\":{\"c\":\"}\"}}"), BYTE_ORDER_MARK("\uFEFF{\"Response\":", "}");

		private final byte[] bytes;

		Body(String before, String after) {
			this.bytes = (before + CONTENT + after).getBytes(StandardCharsets.UTF_8);
		}

	}

	static Stream<Arguments> held() {
		return Stream.of(Body.values())
			.flatMap((body) -> Stream.of(1, 13, 40, 1000).map((limit) -> arguments(body, limit)));
	}

	@ParameterizedTest
	@MethodSource("held")
	void everyTwoCuts(Body body, int holdBack) {
		TestFilter filter = TestFilter.builder().settings(Scene.settings(true)).holdBack(holdBack).build();
		for (int first = 0; first <= body.bytes.length; first++) {
			for (int second = first; second <= body.bytes.length; second++) {
				assertUnwrapped(filter, cut(body.bytes, first, second));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("held")
	void byteByByte(Body body, int holdBack) {
		TestFilter filter = TestFilter.builder().settings(Scene.settings(true)).holdBack(holdBack).build();
		int[] cuts = new int[body.bytes.length - 1];
		Arrays.setAll(cuts, (i) -> i + 1);
		assertUnwrapped(filter, cut(body.bytes, cuts));
	}

	static Stream<Arguments> sent() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(arguments(connector, 8, false), arguments(connector, 1000, false),
					arguments(connector, 1000, true)));
	}

	/** Each piece is a chunk of its own, which connectors hand on as it is. */
	@ParameterizedTest
	@MethodSource("sent")
	void everyCutOnTheWire(Connector connector, int holdBack, boolean gzip) throws Exception {
		List<List<byte[]>> answers = new ArrayList<>();
		for (Body body : Body.values()) {
			byte[] bytes = gzip ? gzip(body.bytes) : body.bytes;
			for (int i = 1; i < bytes.length; i++) {
				answers.add(cut(bytes, i));
			}
		}
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, "application/json", -1, "Transfer-Encoding: chunked",
					"Content-Encoding: " + (gzip ? "gzip" : "identity"));
			for (byte[] piece : answers.get(exchange.number() - 1)) {
				exchange.write(Integer.toHexString(piece.length) + "\r\n");
				exchange.write(piece);
				exchange.write("\r\n");
			}
			exchange.write("0\r\n\r\n");
		}, (builder) -> builder.settings(Scene.settings(true)).holdBack(holdBack))) {
			for (int i = 0; i < answers.size(); i++) {
				assertThat(scene.write()).as("answer %d", i).isEqualTo(CONTENT);
			}
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo(answers.size());
		}
	}

	@Test
	void responseOfTheHttpClientStaysAsItIs() {
		TestFilter filter = TestFilter.builder().settings(Scene.settings(true)).build();
		ClientResponse original = InMemory.response(Scene.OK)
			.mutate()
			.header("Content-Length", "9")
			.cookie("c", "v")
			.build();
		ClientResponse unwrapped = filter.exchange("RunInstances", (request) -> Mono.just(original)).block(LIMIT);
		assertThat(unwrapped.headers().asHttpHeaders().headerNames()).containsExactly("Content-Type");
		assertThat(unwrapped.cookies()).containsOnlyKeys("c");
		assertThat(unwrapped.bodyToMono(String.class).block(LIMIT)).isEqualTo(Scene.CONTENT);
		assertThat(original.headers().asHttpHeaders().getFirst("Content-Length")).isEqualTo("9");
	}

	@Test
	void wholeBodyOfTheOlderFormHasNothingToUnwrap() {
		TestFilter filter = TestFilter.builder().settings(Scene.settings(true)).build();
		assertThat(filter.call("RunInstances", (request) -> InMemory.answer("{\"code\":0,\"a\":1}")).block(LIMIT))
			.isEqualTo("{\"code\":0,\"a\":1}");
	}

	@Test
	void partsOfTheOlderFormAreNotTakenForAContent() {
		TestFilter filter = TestFilter.builder().settings(Scene.settings(true)).holdBack(10).build();
		assertThatExceptionOfType(EnvelopeException.class).isThrownBy(
				() -> filter.call("RunInstances", (request) -> InMemory.answer("{\"code\":0,\"a\":1}")).block(LIMIT))
			.withMessageContaining("it has no Response object");
		assertThat(filter.calls("ClientError.ParseJsonError", "FAILURE")).isOne();
	}

	private static void assertUnwrapped(TestFilter filter, List<byte[]> pieces) {
		NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
		List<NettyDataBuffer> buffers = new ArrayList<>();
		Flux<DataBuffer> body = Flux.fromIterable(pieces).map((piece) -> {
			NettyDataBuffer buffer = factory.allocateBuffer(Math.max(piece.length, 1));
			buffer.write(piece);
			buffers.add(buffer);
			return buffer;
		});
		String content = filter
			.call("RunInstances", (request) -> Mono.just(
					ClientResponse.create(HttpStatus.OK).header("Content-Type", "application/json").body(body).build()))
			.block(LIMIT);
		assertThat(content).isEqualTo(CONTENT);
		assertThat(buffers).hasSameSizeAs(pieces)
			.allSatisfy((buffer) -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
	}

	private static List<byte[]> cut(byte[] bytes, int... cuts) {
		List<byte[]> pieces = new ArrayList<>();
		int from = 0;
		for (int cut : cuts) {
			pieces.add(Arrays.copyOfRange(bytes, from, cut));
			from = cut;
		}
		pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
		return pieces;
	}

}
