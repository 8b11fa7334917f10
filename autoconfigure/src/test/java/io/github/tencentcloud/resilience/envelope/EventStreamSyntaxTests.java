package io.github.tencentcloud.resilience.envelope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@link EventStreamReader} with the rules of the WHATWG for streams of events,
 * followed word by word over the whole text, for random streams.
 */
class EventStreamSyntaxTests {

	private static final String PIECE = "{\"Choices\":[{\"Delta\":{\"Content\":\"你 data: \\n[DONE]\"},\"FinishReason\":\"\"}]}";

	private static final String LAST = "{\"Choices\":[{\"Delta\":{},\"FinishReason\":\"stop\"}]}";

	private static final String ENVELOPE = "{\"Response\":{\"Error\":{\"Code\":\"E\",\"Message\":\"m\"}}}";

	private static final String ERROR_CODE = "{\"ErrorCode\":\"E\",\"ErrorMessage\":\"m\"}";

	private static final List<String> DATA = List.of(PIECE, PIECE, PIECE, LAST, ENVELOPE, ERROR_CODE, "[DONE]", "[DONE",
			"hello", "", "{}", "{\"x\":[1,2]}");

	private static final List<String> OTHER_LINES = List.of(": ping", ":", "event: error", "event", "id: 7",
			"retry: 10", "data", "data:", "Data: " + ENVELOPE, "data : " + LAST, " data: " + LAST, "xdata: " + ENVELOPE,
			"event: data: " + LAST, ":data: " + ENVELOPE, "datadata: " + LAST, "\t");

	private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void sameAsByTheRules(long seed) {
		Random random = new Random(seed);
		int[] kinds = new int[3];
		for (int i = 0; i < 2_000; i++) {
			String stream = stream(random);
			EnvelopeVerdict expected = byTheRules(stream);
			kinds[(expected instanceof EnvelopeVerdict.Success) ? 0
					: (expected instanceof EnvelopeVerdict.Failure) ? 1 : 2]++;
			byte[] bytes = Pieces.utf8(stream);
			EventStreamReader single = new EventStreamReader();
			Pieces.oneByOne(bytes, single::read);
			assertThat(single.end()).as("%s", stream).isEqualTo(expected);
			EventStreamReader two = new EventStreamReader();
			Pieces.two(bytes, random.nextInt(bytes.length + 1), two::read);
			assertThat(two.end()).as("%s", stream).isEqualTo(expected);
		}
		assertThat(Arrays.stream(kinds).min().getAsInt()).as("of each kind of verdict").isGreaterThan(100);
	}

	private static String stream(Random random) {
		StringBuilder stream = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
		int events = random.nextInt(5);
		for (int i = 0; i < events; i++) {
			others(random, stream);
			String data = DATA.get(random.nextInt(DATA.size()));
			for (String line : lines(random, data)) {
				stream.append(random.nextBoolean() ? "data: " : "data:").append(line).append(lineEnd(random));
				others(random, stream);
			}
			if (random.nextInt(10) > 0) {
				// What follows a CR might be taken for the rest of that line's end.
				stream.append((stream.charAt(stream.length() - 1) == '\r') ? "\r" : lineEnd(random));
			}
		}
		others(random, stream);
		return stream.toString();
	}

	private static void others(Random random, StringBuilder stream) {
		while (random.nextInt(4) == 0) {
			stream.append(OTHER_LINES.get(random.nextInt(OTHER_LINES.size()))).append(lineEnd(random));
		}
	}

	private static String lineEnd(Random random) {
		return LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
	}

	/** An object may go on in the next line wherever JSON may have a line feed. */
	private static List<String> lines(Random random, String data) {
		int colon = data.indexOf("\":");
		return (colon > 0 && random.nextBoolean()) ? List.of(data.substring(0, colon + 1), data.substring(colon + 1))
				: List.of(data);
	}

	private static EnvelopeVerdict byTheRules(String stream) {
		String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
		List<String> events = new ArrayList<>();
		StringBuilder data = new StringBuilder();
		String[] lines = text.split("\r\n|\r|\n", -1);
		for (int i = 0; i < lines.length; i++) {
			String line = lines[i];
			int colon = line.indexOf(':');
			String field = (colon < 0) ? line : line.substring(0, colon);
			String value = (colon < 0) ? "" : line.substring(colon + 1);
			if (field.equals("data") && (colon >= 0)) {
				data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
			}
			// Without its empty line, the last event counts too, if it is whole.
			if (line.isEmpty() || i == lines.length - 1) {
				events.add(data.toString().strip());
				data.setLength(0);
			}
		}
		events.removeIf(String::isEmpty);
		return verdict(events);
	}

	private static EnvelopeVerdict verdict(List<String> events) {
		boolean chat = false;
		boolean finished = false;
		for (String event : events) {
			String data = event.replace("\n", "");
			if (data.equals(ENVELOPE) || data.equals(ERROR_CODE)) {
				return new EnvelopeVerdict.Failure("E", "m", null);
			}
			chat |= data.equals(PIECE) || data.equals(LAST);
			finished |= data.equals(LAST) || event.equals("[DONE]");
		}
		if (events.isEmpty()) {
			return new EnvelopeVerdict.Truncated("it ended before its first event");
		}
		return (chat && !finished) ? new EnvelopeVerdict.Truncated("it ended without a FinishReason")
				: new EnvelopeVerdict.Success(null);
	}

}
