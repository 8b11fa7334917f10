package io.github.tencentcloud.resilience.envelope;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for what an {@link EnvelopeReader} says about items.
 */
class ItemsTests {

	private static final Set<String> OK = Set.of("Ok");

	private static final String SEND_SMS = """
			{"Response":{"SendStatusSet":[{"SerialNo":"5000:1","PhoneNumber":"+8613711112222","Fee":1,"Code":"Ok",
			"Message":"send success"},{"PhoneNumber":"+8613711113333","Fee":0,"Code":"LimitExceeded.PhoneNumberDailyLimit",
			"Message":"{\\"Code\\":\\"no\\"} 今天够了"}, {"Code":"\\u004fk","Extra":[{"Code":"no"},["no"],{}]}],"RequestId":"r-1"}}""";

	@ParameterizedTest
	@MethodSource
	void counts(String path, String content, int succeeded, Map<String, Integer> failed) {
		assertEverySplit(path, "{\"Response\":{" + content + "}}", new Items(succeeded, failed));
	}

	static Stream<Arguments> counts() {
		String set = "Set[].Code";
		return Stream.of(
				arguments(set, "\"Set\":[{\"Code\":\"Ok\"},{\"Code\":\"A\"},{\"Code\":\"A\"}]", 1, Map.of("A", 2)),
				arguments(set, "\"Set\":[]", 0, Map.of()), arguments(set, "", 0, Map.of()),
				arguments(set, "\"Set\":null", 0, Map.of()), arguments(set, "\"Set\":{\"Code\":\"A\"}", 0, Map.of()),
				arguments(set, "\"Set\":[null,1,\"A\",[{\"Code\":\"A\"}],true]", 0, Map.of()),
				arguments(set,
						"\"Set\":[{},{\"Code\":null},{\"Code\":\"\"},{\"Code\":[\"A\"]},{\"Code\":{\"Code\":\"A\"}}]",
						0, Map.of("none", 5)),
				arguments(set, "\"Set\":[{\"Code\":0},{\"Code\":-5.5},{\"Code\":true}]", 0,
						Map.of("0", 1, "-5.5", 1, "none", 1)),
				arguments(set, "\"Set\":[{\"Code\":\"ok\"},{\"Code\":\"OK\"},{\"Code\":\" Ok\"}]", 0,
						Map.of("ok", 1, "OK", 1, " Ok", 1)),
				arguments(set,
						"\"Sets\":[{\"Code\":\"A\"}],\"In\":{\"Set\":[{\"Code\":\"A\"}]},\"set\":[{\"Code\":\"A\"}]", 0,
						Map.of()),
				arguments(set,
						"\"Set\":[{\"code\":\"A\",\"In\":{\"Code\":\"B\"},\"\\u0043ode\":\"Ok\",\"L\":[{\"Code\":1}]}]",
						1, Map.of()),
				arguments("Status.Code", "\"Status\":{\"Code\":\"Ok\"}", 1, Map.of()),
				arguments("Status.Code", "\"Status\":{\"Message\":\"m\",\"Code\":\"A\"}", 0, Map.of("A", 1)),
				arguments("Status.Code", "\"Status\":[{\"Code\":\"A\"}]", 0, Map.of()),
				arguments("Code", "\"Set\":[{\"Code\":\"Ok\"}],\"Code\":\"A\"", 0, Map.of("A", 1)),
				arguments("Codes[]", "\"Codes\":[\"Ok\",\"A\",7,null,{},[\"B\"],\"\",\"Ok\"]", 2,
						Map.of("A", 1, "7", 1, "none", 1)),
				arguments("A.B[].C.D[].E",
						"\"A\":{\"B\":[{\"C\":{\"D\":[{\"E\":\"Ok\"},{\"E\":\"F\"}]}},{\"C\":{}},{\"C\":{\"D\":[{}]}}]}",
						1, Map.of("F", 1, "none", 1)));
	}

	@ParameterizedTest
	@MethodSource
	void lastOneCounts(String path, String content, int succeeded, Map<String, Integer> failed) {
		assertEverySplit(path, "{\"Response\":{" + content + "}}", new Items(succeeded, failed));
	}

	static Stream<Arguments> lastOneCounts() {
		String set = "Set[].Code";
		return Stream.of(arguments(set, "\"Set\":[{\"Code\":\"A\",\"Code\":\"Ok\"}]", 1, Map.of()),
				arguments(set, "\"Set\":[{\"Code\":\"Ok\",\"Code\":null}]", 0, Map.of("none", 1)),
				arguments(set, "\"Set\":[{\"Code\":\"A\"},{\"Code\":\"Ok\"}],\"Set\":[{\"Code\":\"B\"}]", 0,
						Map.of("B", 1)),
				arguments(set, "\"Set\":[{\"Code\":\"A\"}],\"Set\":null", 0, Map.of()),
				arguments(set, "\"Set\":[{\"Code\":\"A\"}]},\"Response\":{\"Other\":1", 0, Map.of()),
				arguments("A.Set[].Code", "\"A\":{\"Set\":[{\"Code\":\"A\"}],\"Set\":[{\"Code\":\"B\"}]}", 0,
						Map.of("B", 1)),
				arguments("A.Code", "\"A\":{\"Code\":\"A\"},\"A\":{\"Code\":\"Ok\"}", 1, Map.of()));
	}

	@Test
	void realisticAnswer() {
		assertEverySplit("SendStatusSet[].Code", SEND_SMS,
				new Items(2, Map.of("LimitExceeded.PhoneNumberDailyLimit", 1)));
	}

	@Test
	void withoutOkEachItemIsAFailure() {
		assertThat(items("SendStatusSet[].Code", Set.of(), SEND_SMS))
			.isEqualTo(new Items(0, Map.of("Ok", 2, "LimitExceeded.PhoneNumberDailyLimit", 1)));
	}

	@Test
	void itemWithoutACodeMayBeFine() {
		assertThat(items("Set[].Code", Set.of("none"), "{\"Response\":{\"Set\":[{},{\"Code\":\"A\"}]}}"))
			.isEqualTo(new Items(1, Map.of("A", 1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Set[].Code", "Status.Code", "Codes[]", "Code", "A.B[].C.D[].E" })
	void verdictIsTheSameAsWithoutItems(String path) {
		RandomEnvelopes envelopes = new RandomEnvelopes(path.hashCode());
		for (int i = 0; i < 1000; i++) {
			byte[] body = (i % 2 == 0) ? envelopes.envelope() : envelopes.broken();
			EnvelopeReader plain = new EnvelopeReader();
			plain.read(ByteBuffer.wrap(body));
			EnvelopeReader counting = new EnvelopeReader(ItemPath.of(path), OK);
			counting.read(ByteBuffer.wrap(body));
			assertThat(withoutItems(counting.end())).isEqualTo(plain.end());
			assertThat(counting.contentStart()).isEqualTo(plain.contentStart());
			assertThat(counting.contentEnd()).isEqualTo(plain.contentEnd());
			assertThat(counting.hasError()).isEqualTo(plain.hasError());
		}
	}

	@Test
	void errorAndItemsTogetherAreAnError() {
		EnvelopeReader reader = new EnvelopeReader(ItemPath.of("Set[].Code"), OK);
		read(reader, "{\"Response\":{\"Set\":[{\"Code\":\"B\"}],\"Error\":{\"Code\":\"A\",\"Message\":\"m\"}}}");
		assertThat(reader.end()).isEqualTo(new EnvelopeVerdict.Failure("A", "m", null));
	}

	@Test
	void readerThatWasNotAskedSeesNone() {
		EnvelopeReader reader = new EnvelopeReader();
		read(reader, SEND_SMS);
		assertThat(reader.end()).isEqualTo(new EnvelopeVerdict.Success("r-1", Items.NONE));
	}

	@Test
	void afterAHundredCodesTheRestIsOther() {
		StringBuilder set = new StringBuilder("{\"Code\":\"Ok\"}");
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 1000; i++) {
				set.append(",{\"Code\":\"C").append(i).append("\"}");
			}
		}
		Items items = items("Set[].Code", OK, "{\"Response\":{\"Set\":[" + set + ",{\"Code\":\"Ok\"}]}}");
		assertThat(items.succeeded()).isEqualTo(2);
		assertThat(items.failed()).hasSize(101)
			.containsEntry("C0", 2)
			.containsEntry("C99", 2)
			.containsEntry("other", 1800);
		assertThat(items.failures()).isEqualTo(2000);
	}

	@Test
	void codeThatIsTooLongIsOther() {
		String longest = "c".repeat(256);
		Items items = items("Set[].Code", Set.of(longest + "c"),
				"{\"Response\":{\"Set\":[{\"Code\":\"" + longest + "\"},{\"Code\":\"" + longest + "c\"}]}}");
		assertThat(items).isEqualTo(new Items(0, Map.of(longest, 1, "other", 1)));
	}

	@Test
	void millionItemsTakeNoMemory() {
		ByteBuffer piece = ByteBuffer
			.wrap(Pieces.utf8(",{\"Code\":\"A\",\"N\":[1]},{\"Code\":\"Ok\"},{\"Code\":\"B\"}".repeat(1000)));
		EnvelopeReader reader = new EnvelopeReader(ItemPath.of("Set[].Code"), OK);
		read(reader, "{\"Response\":{\"Set\":[{\"Code\":\"A\"}");
		reader.read(piece);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 333; i++) {
			reader.read(piece);
		}
		// Each code becomes a string and each count an Integer for a moment; nothing
		// else.
		assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 1_000_000).isLessThan(160);
		read(reader, "]}}");
		assertThat(reader.end())
			.isEqualTo(new EnvelopeVerdict.Success(null, new Items(334_000, Map.of("A", 334_001, "B", 334_000))));
	}

	@Test
	void resultIsACopyThatCannotBeChanged() {
		Map<String, Integer> failed = new LinkedHashMap<>(Map.of("A", 1));
		Items items = new Items(0, failed);
		failed.clear();
		assertThat(items.failures()).isOne();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> items.failed().put("B", 1));
	}

	private static void assertEverySplit(String path, String body, Items expected) {
		byte[] bytes = Pieces.utf8(body);
		assertThat(items(path, (reader) -> Pieces.oneByOne(bytes, reader::read))).isEqualTo(expected);
		assertThat(items(path, (reader) -> reader.read(Pieces.direct(bytes, 0, bytes.length)))).isEqualTo(expected);
		for (int i = 0; i <= bytes.length; i++) {
			int cut = i;
			assertThat(items(path, (reader) -> Pieces.two(bytes, cut, reader::read))).as("cut at %d", cut)
				.isEqualTo(expected);
		}
	}

	private static Items items(String path, Consumer<EnvelopeReader> feed) {
		EnvelopeReader reader = new EnvelopeReader(ItemPath.of(path), OK);
		feed.accept(reader);
		return ((EnvelopeVerdict.Success) reader.end()).items();
	}

	private static Items items(String path, Set<String> ok, String body) {
		EnvelopeReader reader = new EnvelopeReader(ItemPath.of(path), ok);
		read(reader, body);
		return ((EnvelopeVerdict.Success) reader.end()).items();
	}

	private static EnvelopeVerdict withoutItems(EnvelopeVerdict verdict) {
		return (verdict instanceof EnvelopeVerdict.Success success) ? new EnvelopeVerdict.Success(success.requestId())
				: verdict;
	}

	private static void read(EnvelopeReader reader, String text) {
		reader.read(ByteBuffer.wrap(Pieces.utf8(text)));
	}

}
