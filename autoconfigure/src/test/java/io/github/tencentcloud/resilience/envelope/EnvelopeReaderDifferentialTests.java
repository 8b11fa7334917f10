package io.github.tencentcloud.resilience.envelope;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jackson's verdict is the reader's verdict, whatever the bytes are and however they are
 * cut.
 */
@Tag("integration")
class EnvelopeReaderDifferentialTests {

	private static final int COUNT = 1500;

	private enum Kind {

		SUCCESS, FAILURE, MALFORMED

	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20260101 })
	void goodOnes(long seed) {
		RandomEnvelopes envelopes = new RandomEnvelopes(seed);
		Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
		for (int i = 0; i < COUNT; i++) {
			kinds.merge(check(envelopes.envelope()), 1, Integer::sum);
		}
		assertThat(kinds.values()).as("%s", kinds).hasSize(3).allMatch((count) -> count > COUNT / 20);
	}

	@ParameterizedTest
	@ValueSource(longs = { 2, 20260102 })
	void brokenOnes(long seed) {
		RandomEnvelopes envelopes = new RandomEnvelopes(seed);
		Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
		for (int i = 0; i < COUNT; i++) {
			kinds.merge(check(envelopes.broken()), 1, Integer::sum);
		}
		assertThat(kinds.values()).as("%s", kinds).hasSize(3).allMatch((count) -> count > COUNT / 50);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uFEFF{\"Response\":{}}",
			"{\"Response\":{\"Error\":{\"Code\":\"A\",\"Message\":\"\\n\\u00e9é中😀\"},\"R\":[-1.5e+3,true,null,{}]}}",
			"{\"Response\":{\"L\":[{\"a\":\"long enough\",\"n\":0,\"t\":true,\"f\":false,\"z\":null,\"e\":-1.5E-2},[],{}, 7 ],\"RequestId\":\"1\"}}",
			"{\"Response\":{\"\\u0045rror\":{\"C\\u006fde\":0},\"é中😀\":[10,false,-0,1E-2]}}" })
	void eachByteReplacedByEachOther(String text) {
		byte[] body = Pieces.utf8(text);
		for (int at = 0; at < body.length; at++) {
			for (int b = 0; b < 256; b++) {
				byte[] changed = body.clone();
				changed[at] = (byte) b;
				EnvelopeReader reader = new EnvelopeReader();
				reader.read(ByteBuffer.wrap(changed));
				assertSame(reader.end(), JacksonOracle.verdict(changed), changed);
			}
		}
	}

	/** Longer than what is read in one go, and cut there in all ways. */
	@Test
	void listsOfObjects() {
		String object = "{\"Id\":\"ins-1\",\"Name\":\"订单\\n\",\"Cpu\":2,\"Load\":0.25,\"Up\":true,\"Tags\":[{\"K\":null}],\"None\":{}}";
		String list = "[" + (object + ",").repeat(20) + object + "]";
		check(Pieces.utf8("{\"Response\":{\"Set\":" + list + ",\"RequestId\":\"1\"}}"));
		check(Pieces.utf8("{\"Response\":{\"Set\":" + list + ",\"Error\":{\"Code\":\"A\",\"More\":" + list + "}}}"));
		check(Pieces.utf8("{\"Response\":{\"Set\":" + list.replace(":", ": ").replace(",", " ,\n\t") + "}}"));
		check(Pieces.utf8("{\"Response\":{\"Set\":" + list.replaceFirst("}]$", "]") + "}}"));
	}

	@Test
	void byteOrderMarkMustBeWhole() {
		byte[] body = Pieces.utf8("\uFEFF{\"Response\":{}}");
		for (int from = 0; from < 3; from++) {
			check(Arrays.copyOfRange(body, from, body.length));
			byte[] changed = body.clone();
			System.arraycopy(body, 3, changed, from, body.length - 3);
			check(Arrays.copyOf(changed, from + body.length - 3));
		}
	}

	@Test
	void nestingIsLimitedAsInJackson() {
		for (int depth = 495; depth < 505; depth++) {
			check(Pieces.utf8("{\"Response\":{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}}"));
			check(Pieces.utf8("{\"Response\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}"));
		}
	}

	private static Kind check(byte[] body) {
		EnvelopeVerdict expected = JacksonOracle.verdict(body);
		long[] content = (expected instanceof EnvelopeVerdict.Malformed) ? null : JacksonOracle.content(body);
		check(body, expected, content, (reader) -> reader.read(Pieces.slice(body, 0, body.length)));
		check(body, expected, content, (reader) -> reader.read(Pieces.readOnly(body, 0, body.length)));
		check(body, expected, content, (reader) -> reader.read(Pieces.direct(body, 0, body.length)));
		check(body, expected, content, (reader) -> Pieces.oneByOne(body, reader::read));
		ByteBuffer direct = ByteBuffer.allocateDirect(body.length).put(body);
		for (int i = 0; i <= body.length; i++) {
			int cut = i;
			check(body, expected, content, (reader) -> Pieces.two(body, cut, reader::read));
			check(body, expected, content, (reader) -> {
				reader.read(direct.clear().limit(cut));
				reader.read(direct.clear().position(cut));
			});
		}
		if (expected instanceof EnvelopeVerdict.Malformed) {
			return Kind.MALFORMED;
		}
		return (expected instanceof EnvelopeVerdict.Failure) ? Kind.FAILURE : Kind.SUCCESS;
	}

	private static void check(byte[] body, EnvelopeVerdict expected, long @Nullable [] content,
			Consumer<EnvelopeReader> feed) {
		EnvelopeReader reader = new EnvelopeReader();
		feed.accept(reader);
		EnvelopeVerdict verdict = reader.end();
		assertSame(verdict, expected, body);
		if (verdict instanceof EnvelopeVerdict.Malformed) {
			return;
		}
		boolean failed = verdict instanceof EnvelopeVerdict.Failure;
		if (reader.hasError() != (failed && content != null)
				|| reader.contentStart() != ((content != null) ? content[0] : -1)
				|| reader.contentEnd() != ((content != null) ? content[1] : -1)) {
			throw new AssertionError("%s, %s to %s: %s".formatted(reader.hasError(), reader.contentStart(),
					reader.contentEnd(), text(body)));
		}
	}

	/**
	 * Without AssertJ, as it is called some million times.
	 */
	private static void assertSame(EnvelopeVerdict verdict, EnvelopeVerdict expected, byte[] body) {
		if (!isSame(verdict, expected)) {
			throw new AssertionError("%s instead of %s: %s".formatted(verdict, expected, text(body)));
		}
	}

	private static boolean isSame(EnvelopeVerdict verdict, EnvelopeVerdict expected) {
		if (verdict instanceof EnvelopeVerdict.Malformed) {
			return expected instanceof EnvelopeVerdict.Malformed;
		}
		if (verdict instanceof EnvelopeVerdict.Success success) {
			return expected instanceof EnvelopeVerdict.Success other && isSame(success.requestId(), other.requestId());
		}
		EnvelopeVerdict.Failure failure = (EnvelopeVerdict.Failure) verdict;
		return expected instanceof EnvelopeVerdict.Failure other && isSame(failure.code(), other.code())
				&& isSame(failure.message(), other.message()) && isSame(failure.requestId(), other.requestId());
	}

	/**
	 * A number keeps its spelling in the reader, but not in a tree.
	 */
	private static boolean isSame(@Nullable String text, @Nullable String expected) {
		if (text == null || expected == null || text.equals(expected)) {
			return Objects.equals(text, expected);
		}
		try {
			return new BigDecimal(text).compareTo(new BigDecimal(expected)) == 0;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private static String text(byte[] body) {
		return new String(body, StandardCharsets.UTF_8);
	}

}
