package io.github.tencentcloud.resilience.envelope;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventStreamReader}.
 */
class EventStreamReaderTests {

	private static final String FIRST = """
			data: {"Note":"以上内容为AI生成","Choices":[{"Index":0,"Delta":{"Role":"assistant","Content":"a\\"}"},"FinishReason":""}],"Created":1,"Id":"x","Usage":{"TotalTokens":4}}

			""";

	private static final String LAST = """
			data: {"Choices":[{"Index":0,"Delta":{"Content":""},"FinishReason":"stop"}],"Created":1,"Id":"x"}

			""";

	private static final String ERROR = """
			data: {"Choices":[],"ErrorMsg":{"Msg":"服务内部异常","Code":4000},"Id":"x"}

			""";

	private static final EnvelopeVerdict OK = new EnvelopeVerdict.Success(null);

	@Test
	void chatThatIsFinished() {
		assertThat(verdict(FIRST + LAST)).isEqualTo(OK);
		assertThat(verdict(LAST)).isEqualTo(OK);
		assertThat(verdict(FIRST + LAST + FIRST)).isEqualTo(OK);
	}

	@Test
	void chatThatNothingFinished() {
		assertThat(verdict(FIRST + FIRST)).isEqualTo(new EnvelopeVerdict.Truncated("it ended without a FinishReason"));
		assertThat(verdict("data: {\"Choices\":[]}\n\n")).isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("data: {\"Choices\":[{\"FinishReason\":null}]}\n\n"))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(
				verdict("data: {\"Choices\":[{\"Delta\":{\"FinishReason\":\"stop\"}}],\"FinishReason\":\"stop\"}\n\n"))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
	}

	@Test
	void finishedByDone() {
		assertThat(verdict(FIRST + "data: [DONE]\n\n")).isEqualTo(OK);
		assertThat(verdict(FIRST + "data: [DONE] \n\n")).isEqualTo(OK);
		assertThat(verdict(FIRST + "data: [DONE]x\n\n")).isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict(FIRST + "data: [DON\n\n")).isInstanceOf(EnvelopeVerdict.Truncated.class);
	}

	@Test
	void lastEventWithoutItsEmptyLine() {
		assertThat(verdict(FIRST + LAST.strip())).isEqualTo(OK);
		assertThat(verdict(FIRST + LAST.strip() + "\n")).isEqualTo(OK);
		assertThat(verdict(FIRST + "data: [DONE]")).isEqualTo(OK);
		assertThat(verdict(ERROR.strip())).isInstanceOf(EnvelopeVerdict.Failure.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {\"Progress\":\"50\",\"ProgressMessage\":\"\"}\n\n", "data: hello\n\n",
			"data: 1\n\n", "event: reply\ndata: {\"payload\":{}}\n\n", "data: {\"Choices\":1}\n\n",
			"data: {not json\n\n", "data: {\"a\":1}}\n\n", "data: {\"Choices\":[{}]} x\n\n",
			"data: {\ndata: \"Response\":1\ndata: }\n\n" })
	void whatIsNoChatHasNoFinishReason(String stream) {
		assertThat(verdict(stream)).isEqualTo(OK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n\n", ": keep-alive\n\n", "event: x\nid: 1\n\n", "data\n\n", "data:\n\n",
			"data: \n\n", "da", "data: ", "datax: {}\n\n", "Data: {}\n\n" })
	void streamWithoutAnyEvent(String stream) {
		assertThat(verdict(stream)).isEqualTo(new EnvelopeVerdict.Truncated("it ended before its first event"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {", "data:{\"Progress\":\"5", "data: {\"Progress\":50\n", "data: {\n\ndata: {" })
	void endWithinAnEvent(String stream) {
		assertThat(verdict(stream)).isEqualTo(new EnvelopeVerdict.Truncated("it ended within an event"));
	}

	@Test
	void errorInTheMiddle() {
		EventStreamReader reader = new EventStreamReader();
		reader.read(ByteBuffer.wrap(Pieces.utf8(FIRST)));
		assertThat(reader.hasEvent()).isTrue();
		assertThat(reader.hasError()).isFalse();
		reader.read(ByteBuffer.wrap(Pieces.utf8(ERROR)));
		assertThat(reader.hasError()).isTrue();
		assertThat(reader.end()).isEqualTo(new EnvelopeVerdict.Failure("4000", "服务内部异常", null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"ErrorMsg\":null}", "{\"ErrorMsg\":{}}", "{\"ErrorMsg\":{\"Msg\":\"\",\"Code\":0}}",
					"{\"ErrorMsg\":{\"Code\":null}}", "{\"ErrorMsg\":\"4000\"}",
					"{\"ErrorMsg\":{\"Code\":4000},\"ErrorMsg\":null}", "{\"X\":{\"ErrorMsg\":{\"Code\":4000}}}" })
	void noError(String event) {
		assertThat(verdict("data: " + event + "\n\n")).isEqualTo(OK);
	}

	@Test
	void errorOfACodeInText() {
		assertThat(verdict("data: {\"ErrorMsg\":{\"Code\":\"InternalError\"}}\n\n"))
			.isEqualTo(new EnvelopeVerdict.Failure("InternalError", "", null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"Response\":{\"Error\":{\"Code\":\"E\",\"Message\":\"m\"},\"RequestId\":\"r\"}} | r",
			"{\"Response\":{\"RequestId\":\"r\",\"Error\":{\"Message\":\"m\",\"Code\":\"E\"},\"Choices\":[]}} | r",
			"{\"Choices\":[],\"Response\":{\"Error\":{\"Code\":\"E\",\"Message\":\"m\"}}} |",
			"{\"ErrorCode\":\"E\",\"ErrorMessage\":\"m\"} |",
			"{\"ErrorMessage\":\"m\",\"Content\":{\"ErrorCode\":\"0\"},\"ErrorCode\":\"E\"} |",
			"{\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":\"E\"}} |",
			"{\"ErrorMsg\":{\"Msg\":\"\",\"Code\":0},\"ErrorCode\":\"E\",\"ErrorMessage\":\"m\"} |" })
	void errorInEachOfTheFormsOfTheVendor(String event, @Nullable String requestId) {
		EnvelopeVerdict failure = new EnvelopeVerdict.Failure("E", "m", requestId);
		assertThat(verdict("data: " + event + "\n\n")).isEqualTo(failure);
		assertThat(verdict(FIRST + "data: " + event + "\n\n" + LAST)).isEqualTo(failure);
		assertThat(verdict("event: error\nid: 7\ndata:" + event.replace(",", ",\ndata:"))).isEqualTo(failure);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "null", "0", "\"0\"", "-0", "0.0", "\" \"", "\"Ok\"", "\"SUCCESS\"", "{}",
			"[\"E\"]", "true" })
	void codeThatIsNone(String code) {
		for (String event : new String[] { "{\"Response\":{\"Error\":{\"Code\":" + code + ",\"Message\":\"m\"}}}",
				"{\"ErrorMsg\":{\"Code\":" + code + ",\"Msg\":\"m\"}}",
				"{\"ErrorCode\":" + code + ",\"ErrorMessage\":\"m\"}" }) {
			assertThat(verdict("data: " + event + "\n\n")).as(event).isEqualTo(OK);
		}
		assertThat(verdict("{\"Response\":{\"Error\":{\"Code\":" + code + "}}}")).isEqualTo(OK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Response\":1}", "{\"Response\":{\"Error\":\"E\"}}", "{\"Error\":{\"Code\":\"E\"}}",
			"{\"X\":{\"Response\":{\"Error\":{\"Code\":\"E\"}}}}", "{\"X\":{\"ErrorCode\":\"E\"}}",
			"{\"ErrorCode\":\"E\",\"ErrorCode\":\"\"}",
			"{\"Response\":{\"Error\":{\"Code\":\"E\"}},\"Response\":{\"RequestId\":\"r\"}}" })
	void whatLooksLikeAnError(String event) {
		assertThat(verdict("data: " + event + "\n\n")).isEqualTo(OK);
	}

	@Test
	void errorOfOneEventIsNotThatOfTheNext() {
		assertThat(verdict("data: {\"ErrorCode\":\"E\"\n\ndata: {\"ErrorMessage\":\"m\"}\n\n")).isEqualTo(OK);
		assertThat(verdict("data: {\"Response\":{\"Error\":{\"Code\":\"E\"}}\n\ndata: {\"Choices\":1}\n\n"))
			.isEqualTo(OK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\uFEFF", "\n \t", ": ping\n\n", "event: error\n" })
	void envelopeThatIsNoEvent(String before) {
		String envelope = "{\"Response\": {\n  \"Error\":\n{ \"Code\": \"E\", \"Message\": \"m\"},\n\"RequestId\": \"r\"\n}\n}";
		EnvelopeVerdict failure = new EnvelopeVerdict.Failure("E", "m", "r");
		for (String stream : new String[] { before + envelope, before + envelope + "\n",
				before + envelope.replace("\n", "\r\n"), before + envelope.replace("\n", ""),
				FIRST + before.replace("\uFEFF", "") + envelope }) {
			byte[] bytes = Pieces.utf8(stream);
			for (int cut = 0; cut <= bytes.length; cut++) {
				assertThat(verdict(bytes, cut)).as("%s cut at %s", stream, cut).isEqualTo(failure);
			}
			EventStreamReader single = new EventStreamReader();
			Pieces.oneByOne(bytes, single::read);
			assertThat(single.hasError()).isTrue();
			assertThat(single.end()).isEqualTo(failure);
		}
	}

	@Test
	void envelopeThatIsNoEventBeforeEvents() {
		assertThat(verdict("{\"Response\":{\"Error\":{\"Code\":\"E\"}}}\n\n" + FIRST + LAST))
			.isEqualTo(new EnvelopeVerdict.Failure("E", "", null));
		assertThat(verdict("{\"Response\":{\"RequestId\":\"r\"}}\n\n" + FIRST + LAST)).isEqualTo(OK);
		assertThat(verdict("{not json}\n\n{\n\n" + FIRST + LAST)).isEqualTo(OK);
	}

	@Test
	void envelopeThatIsNoEventAndNoErrorEither() {
		assertThat(verdict("{\"Response\":{\"RequestId\":\"r\"}}")).isEqualTo(OK);
		assertThat(verdict("{\"code\":4000,\"message\":\"m\",\"codeDesc\":\"E\"}"))
			.isEqualTo(new EnvelopeVerdict.Failure("E", "m", null));
		assertThat(verdict("{\"Choices\":[]}"))
			.isEqualTo(new EnvelopeVerdict.Truncated("it ended before its first event"));
		assertThat(verdict("{\"Response\":{\"Error\":{\"Code\":\"E\"}}"))
			.isEqualTo(new EnvelopeVerdict.Truncated("it ended before its first event"));
		assertThat(verdict(FIRST + LAST + "{\"Response\":{\"Error\":{\"Code\":\"E\"}}"))
			.isEqualTo(new EnvelopeVerdict.Truncated("it ended within an envelope"));
	}

	@Test
	void answersThatArePiecesOfNothingNeedNoFinishReason() {
		String message = "data: {\"Choices\":[{\"Message\":{\"Role\":\"assistant\",\"Content\":\"a\"}}],\"Id\":\"x\"}\n\n";
		assertThat(verdict(message + message)).isEqualTo(OK);
		assertThat(verdict(message + FIRST)).isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("data: {\"Choices\":[{\"Delta\":{\"Message\":{}}}]}\n\n"))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("data: {\"Choices\":[{\"Delta\":{},\"Message\":{},\"FinishReason\":\"\"}]}\n\n"))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("data: {\"Choices\":[{\"Delta\":{},\"Message\":null}]}\n\n"))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("data: {\"Choices\":[{\"Message\":{}}],\"Choices\":[]}\n\n"))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"Data\":{\"IsFinish\":true}} | true", "{\"Data\":{\"IsFinish\":false}} | false",
					"{\"Data\":{\"IsFinish\":\"true\"}} | true", "{\"IsFinish\":true} | false",
					"{\"Data\":true} | false", "{\"Data\":{\"X\":{\"IsFinish\":true}}} | false",
					"{\"Progress\":\"100\"} | true", "{\"Progress\":100} | true", "{\"Progress\":\"10\"} | false",
					"{\"Progress\":\"1000\"} | false", "{\"Progress\":[100]} | false", "{\"Url\":\"x\"} | true",
					"{\"Url\":\"\"} | false", "{\"Url\":null} | false", "{\"Url\":1} | false", "[DONE] | true" })
	void lastEventOfAForm(String event, boolean last) {
		StreamFormat format = StreamFormat.of(List.of("Data.IsFinish=true", "Progress=100", "Url"), true, List.of());
		EventStreamReader reader = new EventStreamReader(format);
		reader.read(ByteBuffer.wrap(Pieces.utf8("data: {\"Progress\":\"1\"}\n\ndata: " + event + "\n\n")));
		assertThat(reader.isFinished()).isEqualTo(last);
		assertThat(reader.end()).isEqualTo(last ? OK
				: new EnvelopeVerdict.Truncated("it ended without Data.IsFinish=true or Progress=100 or Url"));
	}

	@Test
	void codeBesideTheContentIsThatOfAnErrorOnlyWhereItIsSaid() {
		String event = "data: {\"Code\":7,\"Message\":\"m\",\"Data\":{}}\n\n";
		assertThat(verdict(event)).isEqualTo(OK);
		EventStreamReader reader = new EventStreamReader(StreamFormat.of(List.of(), false, List.of("Code")));
		reader.read(ByteBuffer.wrap(Pieces.utf8(event.replace("7", "0") + event)));
		assertThat(reader.end()).isEqualTo(new EnvelopeVerdict.Failure("7", "m", null));
	}

	@Test
	void formThatNeedsNoEnd() {
		EventStreamReader reader = new EventStreamReader(StreamFormat.of(List.of(), false, List.of()));
		reader.read(ByteBuffer.wrap(Pieces.utf8(FIRST)));
		assertThat(reader.isFinished()).isFalse();
		assertThat(reader.end()).isEqualTo(OK);
	}

	@Test
	void errorCountsAlthoughTheAnswerWasFinished() {
		EventStreamReader reader = new EventStreamReader();
		reader.read(ByteBuffer.wrap(Pieces.utf8(FIRST + LAST)));
		assertThat(reader.isFinished()).isTrue();
		reader.read(ByteBuffer.wrap(Pieces.utf8(ERROR)));
		assertThat(reader.isFinished()).isFalse();
		assertThat(reader.end()).isInstanceOf(EnvelopeVerdict.Failure.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void linesEndAsTheyLike(String lineEnd) {
		String prefix = "\uFEFF: comment" + lineEnd + "retry: 10" + lineEnd;
		for (String stream : new String[] { FIRST + LAST, FIRST + ERROR, FIRST, "", FIRST + "data: [DONE]\n\n" }) {
			byte[] bytes = Pieces.utf8(prefix + stream.replace("\n", lineEnd));
			EnvelopeVerdict verdict = verdict(stream);
			assertThat(verdict(bytes, 0)).isEqualTo(verdict);
			EventStreamReader single = new EventStreamReader();
			Pieces.oneByOne(bytes, single::read);
			assertThat(single.end()).isEqualTo(verdict);
			for (int cut = 0; cut <= bytes.length; cut++) {
				assertThat(verdict(bytes, cut)).as("cut at %s", cut).isEqualTo(verdict);
			}
		}
	}

	@Test
	void byteOrderMarkBeforeTheFirstField() {
		assertThat(verdict("\uFEFF" + FIRST)).isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("\uFEFF" + FIRST + LAST)).isEqualTo(OK);
		for (String other : new String[] { "é", "\uFEFF\uFEFF", "\uFEFE", " \uFEFF" }) {
			assertThat(verdict(other + LAST.strip() + "\n\n")).as("'%s'", other)
				.isEqualTo(new EnvelopeVerdict.Truncated("it ended before its first event"));
		}
	}

	@Test
	void severalLinesOfData() {
		assertThat(verdict("data: {\"Choices\":\ndata:[{\"FinishReason\"\ndata: :\"stop\"}]\ndata: }\n\n"))
			.isEqualTo(OK);
		assertThat(verdict("data: {\"ErrorMsg\":{\"Code\":4\ndata: 001}}\n\n")).isEqualTo(OK);
	}

	@Test
	void brokenEventSaysNothingAboutTheNextOne() {
		assertThat(verdict("data: {\"Choices\":[{\"FinishReason\":\"stop\"}]x\n\n" + FIRST))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("data: {\"a\":\"\\x\"}\n\n" + FIRST + LAST)).isEqualTo(OK);
		assertThat(verdict("data: {\"a\":[[{\n\n" + ERROR)).isInstanceOf(EnvelopeVerdict.Failure.class);
	}

	@Test
	void wherePrefixesEnd() {
		String stream = FIRST + LAST;
		int finished = stream.lastIndexOf('}') + 1;
		byte[] bytes = Pieces.utf8(stream);
		int finishedBytes = Pieces.utf8(stream.substring(0, finished)).length;
		for (int end = 0; end <= bytes.length; end++) {
			EventStreamReader reader = new EventStreamReader();
			reader.read(Pieces.direct(bytes, 0, end));
			if (end < finishedBytes) {
				assertThat(reader.end()).as("cut at %s", end).isInstanceOf(EnvelopeVerdict.Truncated.class);
			}
			else {
				assertThat(reader.end()).as("cut at %s", end).isEqualTo(OK);
			}
		}
	}

	@Test
	void buffersStayAsTheyAre() {
		byte[] bytes = Pieces.utf8(FIRST + LAST);
		for (ByteBuffer buffer : new ByteBuffer[] { Pieces.heap(bytes, 0, bytes.length),
				Pieces.slice(bytes, 0, bytes.length), Pieces.readOnly(bytes, 0, bytes.length),
				Pieces.direct(bytes, 0, bytes.length) }) {
			int position = buffer.position();
			int limit = buffer.limit();
			EventStreamReader reader = new EventStreamReader();
			reader.read(buffer);
			assertThat(buffer.position()).isEqualTo(position);
			assertThat(buffer.limit()).isEqualTo(limit);
			assertThat(reader.end()).isEqualTo(OK);
		}
	}

	@Test
	void eventsLeaveNoGarbage() {
		int times = 10_000;
		byte[] bytes = Pieces.utf8(FIRST.repeat(10));
		ByteBuffer buffer = Pieces.direct(bytes, 0, bytes.length);
		EventStreamReader reader = new EventStreamReader();
		for (int i = 0; i < times; i++) {
			reader.read(buffer);
		}
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < times; i++) {
			reader.read(buffer);
		}
		long events = times * 10L;
		assertThat((threads.getCurrentThreadAllocatedBytes() - before) / events).as("bytes an event").isLessThan(8);
	}

	private static EnvelopeVerdict verdict(String stream) {
		return verdict(Pieces.utf8(stream), 0);
	}

	private static EnvelopeVerdict verdict(byte[] bytes, int cut) {
		EventStreamReader reader = new EventStreamReader();
		Pieces.two(bytes, cut, reader::read);
		return reader.end();
	}

}
