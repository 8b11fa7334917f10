package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link EnvelopeReader}.
 */
class EnvelopeReaderTests {

	@ParameterizedTest
	@MethodSource
	void success(String body, @Nullable String requestId) {
		assertVerdict(body, new EnvelopeVerdict.Success(requestId));
	}

	static Stream<Arguments> success() {
		return Stream.of(arguments("{\"Response\":{\"RequestId\":\"r-1\"}}", "r-1"),
				arguments("{\"Response\":{}}", null),
				arguments("{\"Response\":{\"RequestId\":\"5f0c3d2e1b4a59687f6e5d4c\"}}", "5f0c3d2e1b4a59687f6e5d4c"),
				arguments(" \r\n\t{ \"Response\" : { \"A\" : [ ] , \"RequestId\" : \"r\" } } \n", "r"),
				arguments("\uFEFF{\"Response\":{\"RequestId\":\"r\"}}", "r"),
				arguments("{\"\\u0052espons\\u0065\":{\"Request\\u0049d\":\"r\"}}", "r"),
				arguments("{\"Response\":{\"RequestId\":\"\\u0072\\n中\"}}", "r\n中"),
				arguments("{\"Response\":{\"RequestId\":17}}", "17"),
				arguments("{\"Response\":{\"RequestId\":\"\"}}", null),
				arguments("{\"Response\":{\"RequestId\":null}}", null),
				arguments("{\"Response\":{\"RequestId\":{\"RequestId\":\"no\"}}}", null),
				arguments("{\"Response\":{\"RequestId\":[\"no\"]}}", null),
				arguments("{\"RequestId\":\"no\",\"Response\":{}}", null),
				arguments("{\"Other\":{\"RequestId\":\"no\"},\"Response\":{}}", null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "[]", "\"x\"", "1", "true", "{\"Code\":null}", "{\"Code\":\"\"}",
			"{\"Message\":\"m\"}", "{\"Code\":{\"Code\":\"no\"}}", "{\"Code\":[\"no\"]}", "{\"Code\":true}",
			"[{\"Code\":\"no\"}]", "{\"code\":\"no\"}", "{\"Inner\":{\"Code\":\"no\"}}" })
	void fieldErrorOfASuccess(String error) {
		assertVerdict("{\"Response\":{\"Error\":" + error + ",\"RequestId\":\"r\"}}", new EnvelopeVerdict.Success("r"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Response\":{\"Data\":{\"Error\":{\"Code\":\"no\"}}}}",
			"{\"Response\":{\"Data\":[{\"Error\":{\"Code\":\"no\"}}]}}",
			"{\"Error\":{\"Code\":\"no\"},\"Response\":{}}",
			"{\"Response\":{\"Data\":{\"Response\":{\"Error\":{\"Code\":\"no\"}}}}}",
			"{\"Response\":{\"Data\":\"{\\\"Error\\\":{\\\"Code\\\":\\\"no\\\"}}\"}}",
			"{\"Response\":{\"Errors\":{\"Code\":\"no\"},\"error\":{\"Code\":\"no\"},\"Erro\":{\"Code\":\"no\"}}}" })
	void errorElsewhereIsNone(String body) {
		assertVerdict(body, new EnvelopeVerdict.Success(null));
	}

	@ParameterizedTest
	@MethodSource
	void failure(String body, String code, String message, @Nullable String requestId) {
		assertVerdict(body, new EnvelopeVerdict.Failure(code, message, requestId));
	}

	static Stream<Arguments> failure() {
		return Stream.of(
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A.B\",\"Message\":\"m\"},\"RequestId\":\"r\"}}", "A.B",
						"m", "r"),
				arguments("{\"Response\":{\"RequestId\":\"r\",\"Error\":{\"Message\":\"m\",\"Code\":\"A\"}}}", "A", "m",
						"r"),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\"}}}", "A", "", null),
				arguments("{\"Response\":{\"Error\":{\"Code\":4000,\"Message\":null}}}", "4000", "", null),
				arguments("{\"Response\":{\"Error\":{\"Code\":-1.50e3,\"Message\":5}}}", "-1.50e3", "5", null),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\",\"Message\":\"\\u4f60\\\"\\\\\\/\\b\\t\"}}}", "A",
						"你\"\\/\b\t", null),
				arguments("{\"Response\":{\"Error\":{\"\\u0043ode\":\"\\u0041\",\"Message\":\"内部错误😀\"}}}", "A",
						"内部错误😀", null),
				arguments("{\"code\":1,\"Response\":{\"Error\":{\"Code\":\"A\"}},\"codeDesc\":\"no\"}", "A", "", null),
				arguments(
						"{\"Response\":{\"Data\":[{\"a\":[[{}]]}],\"Error\":{\"D\":{\"Code\":\"no\"},\"Code\":\"A\"}}}",
						"A", "", null));
	}

	@ParameterizedTest
	@MethodSource
	void lastOneWins(String body, EnvelopeVerdict verdict) {
		assertVerdict(body, verdict);
	}

	static Stream<Arguments> lastOneWins() {
		EnvelopeVerdict success = new EnvelopeVerdict.Success(null);
		return Stream.of(arguments("{\"Response\":{\"Error\":{\"Code\":\"A\"},\"Error\":null}}", success),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\",\"Code\":\"\"}}}", success),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\",\"Code\":[\"B\"]}}}", success),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\"},\"RequestId\":\"r\"},\"Response\":{}}", success),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\"},\"Error\":{\"Message\":\"m\"}}}", success),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\",\"Message\":\"m\"},\"Error\":{\"Code\":\"B\"}}}",
						new EnvelopeVerdict.Failure("B", "", null)),
				arguments("{\"Response\":1,\"Response\":{\"Error\":{\"Code\":\"B\",\"Code\":\"C\"}}}",
						new EnvelopeVerdict.Failure("C", "", null)),
				arguments("{\"Response\":{},\"Response\":null}",
						new EnvelopeVerdict.Malformed("its Response is not an object")),
				arguments("{\"code\":0,\"code\":7}", new EnvelopeVerdict.Failure("7", "", null)),
				arguments("{\"code\":7,\"code\":\"7\"}", new EnvelopeVerdict.Malformed("it has no Response object")));
	}

	@ParameterizedTest
	@MethodSource
	void legacy(String body, EnvelopeVerdict verdict) {
		EnvelopeReader reader = assertVerdict(body, verdict);
		assertThat(reader.contentStart()).isEqualTo(-1);
		assertThat(reader.contentEnd()).isEqualTo(-1);
	}

	static Stream<Arguments> legacy() {
		EnvelopeVerdict none = new EnvelopeVerdict.Malformed("it has no Response object");
		return Stream.of(
				arguments("{\"code\":0,\"message\":\"\",\"codeDesc\":\"Success\"}", new EnvelopeVerdict.Success(null)),
				arguments("{\"code\":4000,\"message\":\"m\",\"codeDesc\":\"InternalError\"}",
						new EnvelopeVerdict.Failure("InternalError", "m", null)),
				arguments("{\"codeDesc\":\"\",\"code\":4100}", new EnvelopeVerdict.Failure("4100", "", null)),
				arguments("{\"codeDesc\":null,\"code\":-1}", new EnvelopeVerdict.Failure("-1", "", null)),
				arguments("{\"code\":-0}", new EnvelopeVerdict.Success(null)), arguments("{\"code\":0.0}", none),
				arguments("{\"code\":1e3}", none), arguments("{\"code\":\"4000\"}", none),
				arguments("{\"code\":null}", none), arguments("{\"data\":{\"code\":1}}", none), arguments("{}", none),
				arguments("{\"message\":\"m\",\"codeDesc\":\"A\"}", none));
	}

	@ParameterizedTest
	@MethodSource
	void malformed(String body, String reason) {
		EnvelopeReader reader = assertVerdict(body, new EnvelopeVerdict.Malformed(reason));
		assertThat(reader.hasError()).isFalse();
	}

	static Stream<Arguments> malformed() {
		return Stream.of(arguments("", "the body is empty"), arguments(" \n", "the body is blank"),
				arguments("\uFEFF", "the body is blank"), arguments("<html>", "it is not JSON: it starts with '<'"),
				arguments("  upstream error", "it is not JSON: it starts with 'u'"),
				arguments("\u001F\u008B", "it is not JSON: it starts with byte 0x1F"),
				arguments("é", "it is not JSON: it starts with byte 0xC3"),
				arguments("[{\"Response\":{}}]", "it is not a JSON object: it starts with '['"),
				arguments("null", "it is not a JSON object: it starts with 'n'"),
				arguments("{\"Response\":null}", "its Response is not an object"),
				arguments("{\"Response\":[]}", "its Response is not an object"),
				arguments("{\"Response\":1}", "its Response is not an object"),
				arguments("{\"Response\":\"{}\"}", "its Response is not an object"),
				arguments("{\"Response\":null,\"code\":1}", "its Response is not an object"),
				arguments("{\"Response\":{}", "it ends too early, after 14 bytes"),
				arguments("{", "it ends too early, after 1 bytes"),
				arguments("{\"Response\":{}}}", "it is not JSON, from byte 15 on"),
				arguments("{\"Response\":{}} {}", "it is not JSON, from byte 16 on"),
				arguments("{\"Response\":{\"Error\":{\"Code\":\"A\"}}},", "it is not JSON, from byte 35 on"),
				arguments("{Response:{}}", "it is not JSON, from byte 1 on"),
				arguments("{\"Response\":{}]", "it is not JSON, from byte 14 on"),
				arguments("{\"Response\":{\"a\":\"\n\"}}", "it is not JSON, from byte 18 on"),
				arguments("{\"a\":" + "[".repeat(500), "it is nested deeper than 500 levels"));
	}

	@Test
	void nameMayBeEscapedFromFirstToLast() {
		String name = "\\u0052\\u0065\\u0071\\u0075\\u0065\\u0073\\u0074\\u0049\\u0064";
		assertVerdict("{\"Response\":{\"" + name + "\":\"r\"}}", new EnvelopeVerdict.Success("r"));
		assertVerdict("{\"Response\":{\"" + name + "s\":\"r\"}}", new EnvelopeVerdict.Success(null));
	}

	@Test
	void truncatedAnywhere() {
		byte[] body = Pieces
			.utf8("{\"Response\":{\"Error\":{\"Code\":\"A\",\"Message\":\"中\\u4e2d\"},\"N\":[1,true]}}");
		for (int length = 1; length < body.length; length++) {
			EnvelopeReader reader = new EnvelopeReader();
			reader.read(Pieces.heap(body, 0, length));
			assertThat(reader.end())
				.isEqualTo(new EnvelopeVerdict.Malformed("it ends too early, after " + length + " bytes"));
		}
	}

	@Test
	void leavesPositionAndLimitAlone() {
		byte[] body = Pieces.utf8("..{\"Response\":{}}..");
		for (ByteBuffer buffer : new ByteBuffer[] { Pieces.heap(body, 2, 17), Pieces.direct(body, 2, 17),
				Pieces.readOnly(body, 2, 17), Pieces.slice(body, 2, 17) }) {
			ByteBuffer before = buffer.duplicate();
			EnvelopeReader reader = new EnvelopeReader();
			reader.read(buffer);
			assertThat(buffer).isEqualTo(before);
			assertThat(buffer.position()).isEqualTo(before.position());
			assertThat(buffer.limit()).isEqualTo(before.limit());
			assertThat(reader.end()).isEqualTo(new EnvelopeVerdict.Success(null));
		}
	}

	@Test
	void tellsWhatIsCertainAsItReads() {
		EnvelopeReader reader = new EnvelopeReader();
		read(reader, "\uFEFF {\"Response\":");
		assertThat(reader.contentStart()).isEqualTo(-1);
		read(reader, "{\"Error\":{\"Code\":\"A\"");
		assertThat(reader.contentStart()).isEqualTo(16);
		assertThat(reader.hasError()).isFalse();
		read(reader, "}");
		assertThat(reader.hasError()).isTrue();
		assertThat(reader.contentEnd()).isEqualTo(-1);
		read(reader, "}");
		assertThat(reader.contentEnd()).isEqualTo(38);
		read(reader, "}");
		assertThat(reader.hasError()).isTrue();
		read(reader, "!");
		assertThat(reader.hasError()).isFalse();
	}

	@Test
	void secondResponseReplacesTheFirst() {
		EnvelopeReader reader = new EnvelopeReader();
		read(reader, "{\"Response\":{\"Error\":{\"Code\":\"A\"}}");
		assertThat(reader.hasError()).isTrue();
		read(reader, ",\"Response\":{");
		assertThat(reader.hasError()).isFalse();
		assertThat(reader.contentStart()).isEqualTo(46);
		assertThat(reader.contentEnd()).isEqualTo(-1);
		read(reader, "}}");
		assertThat(reader.contentEnd()).isEqualTo(48);
	}

	@Test
	void endIsIdempotent() {
		EnvelopeReader reader = new EnvelopeReader();
		read(reader, "{\"Response\":{}}");
		assertThat(reader.end()).isSameAs(reader.end());
	}

	@Test
	void reasonHoldsNothingOfTheBody() {
		EnvelopeReader reader = new EnvelopeReader();
		read(reader, "{\"Response\":{\"SecretKey\":\"topsecret");
		read(reader, "\u0001");
		assertThat(reader.end()).isEqualTo(new EnvelopeVerdict.Malformed("it is not JSON, from byte 35 on"));
	}

	private static EnvelopeReader assertVerdict(String body, EnvelopeVerdict verdict) {
		EnvelopeReader reader = new EnvelopeReader();
		read(reader, body);
		assertThat(reader.end()).isEqualTo(verdict);
		EnvelopeReader other = new EnvelopeReader();
		Pieces.oneByOne(Pieces.utf8(body), other::read);
		assertThat(other.end()).isEqualTo(verdict);
		return reader;
	}

	private static void read(EnvelopeReader reader, String text) {
		reader.read(ByteBuffer.wrap(Pieces.utf8(text)));
	}

}
