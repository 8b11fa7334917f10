package io.github.tencentcloud.resilience.envelope;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link EnvelopeReader} keeps is bounded, and so is the garbage it makes.
 */
class EnvelopeReaderLimitTests {

	private static final int KILOBYTE = 1024;

	private static final long FIFTY_MEGABYTES = 50_000_000;

	@Test
	void codeAndRequestIdAreCutAtOneKilobyte() {
		EnvelopeVerdict.Failure failure = failure("c".repeat(2000), "m", "r".repeat(2000));
		assertThat(failure.code()).isEqualTo("c".repeat(KILOBYTE));
		assertThat(failure.message()).isEqualTo("m");
		assertThat(failure.requestId()).isEqualTo("r".repeat(KILOBYTE));
	}

	@Test
	void textOfExactlyTheLimitIsWhole() {
		assertThat(failure("c".repeat(KILOBYTE), "", "").code()).hasSize(KILOBYTE);
		assertThat(failure("c", "\\n".repeat(8 * KILOBYTE), "").message()).isEqualTo("\n".repeat(8 * KILOBYTE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "é", "中", "😀", "\\n", "\\u4e2d", "\\ud83d\\ude00", "\\\\" })
	void messageIsCutBetweenCharacters(String raw) {
		String unit = failure("c", raw, "").message();
		for (int shift = 0; shift < 13; shift++) {
			String message = failure("c", "x".repeat(shift) + raw.repeat(17 * KILOBYTE), "").message();
			int expected = (16 * KILOBYTE - shift) / Pieces.utf8(raw).length;
			assertThat(message).isEqualTo("x".repeat(shift) + unit.repeat(expected));
		}
	}

	@Test
	void longStringIsSkippedInConstantMemory() {
		assertSkipped("{\"Response\":{\"Data\":\"", (size) -> filled(size, "x"), "\",\"RequestId\":\"r\"}}");
	}

	@Test
	void longArrayIsSkippedInConstantMemory() {
		assertSkipped("{\"Response\":{\"Data\":[1", (size) -> filled(size, ",{\"A\":\"中文\\n\"}"),
				"],\"RequestId\":\"r\"}}");
	}

	@Test
	void longNameIsSkippedInConstantMemory() {
		assertSkipped("{\"Response\":{\"", (size) -> filled(size, "Error\\u0045"), "\":1,\"RequestId\":\"r\"}}");
	}

	@Test
	void longNumberIsSkippedInConstantMemory() {
		assertSkipped("{\"Response\":{\"N\":1", (size) -> filled(size, "0123456789"), ",\"RequestId\":\"r\"}}");
	}

	@Test
	void longRequestIdIsSkippedInConstantMemory() {
		assertSkipped("{\"Response\":{\"RequestId\":\"", (size) -> filled(size, "x"), "\",\"RequestId\":\"r\"}}");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void garbageOfASuccessIsSmall(boolean direct) {
		byte[] body = Pieces.utf8("{\"Response\":{\"TotalCount\":1,\"InstanceStatusSet\":[{\"InstanceId\":\"ins-1\"}],"
				+ "\"RequestId\":\"0de8a6b1-5b0c-4a8e-9f3e-2f6c1d7b8a90\"}}");
		ByteBuffer buffer = direct ? Pieces.direct(body, 0, body.length) : ByteBuffer.wrap(body);
		for (int i = 0; i < 2000; i++) {
			verdict(buffer);
		}
		int count = 1000;
		long before = allocated();
		for (int i = 0; i < count; i++) {
			verdict(buffer);
		}
		assertThat((allocated() - before) / count).isLessThan(direct ? 900 : 600);
	}

	private static EnvelopeVerdict verdict(ByteBuffer buffer) {
		EnvelopeReader reader = new EnvelopeReader();
		reader.read(buffer);
		return reader.end();
	}

	private static EnvelopeVerdict.Failure failure(String code, String message, String requestId) {
		String body = "{\"Response\":{\"Error\":{\"Code\":\"%s\",\"Message\":\"%s\"},\"RequestId\":\"%s\"}}"
			.formatted(code, message, requestId);
		return (EnvelopeVerdict.Failure) verdict(ByteBuffer.wrap(Pieces.utf8(body)));
	}

	private static void assertSkipped(String start, IntFunction<byte[]> filling, String end) {
		ByteBuffer piece = ByteBuffer.wrap(filling.apply(100_000));
		assertSuccess(start, piece, 10 * piece.remaining(), end);
		long before = allocated();
		assertSuccess(start, piece, FIFTY_MEGABYTES, end);
		assertThat(allocated() - before).isLessThan(20_000);
	}

	private static void assertSuccess(String start, ByteBuffer piece, long length, String end) {
		EnvelopeReader reader = new EnvelopeReader();
		reader.read(ByteBuffer.wrap(Pieces.utf8(start)));
		for (long read = 0; read < length; read += piece.remaining()) {
			reader.read(piece);
		}
		reader.read(ByteBuffer.wrap(Pieces.utf8(end)));
		if (!reader.end().equals(new EnvelopeVerdict.Success("r"))) {
			throw new AssertionError(reader.end());
		}
	}

	private static byte[] filled(int size, String unit) {
		byte[] bytes = Pieces.utf8(unit);
		byte[] filled = new byte[size / bytes.length * bytes.length];
		for (int i = 0; i < filled.length; i++) {
			filled[i] = bytes[i % bytes.length];
		}
		return filled;
	}

	private static long allocated() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

}
