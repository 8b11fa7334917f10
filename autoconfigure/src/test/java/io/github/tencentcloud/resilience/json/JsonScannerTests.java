package io.github.tencentcloud.resilience.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scanner as its users see it: what it tells of watched members, and how it decodes
 * their texts. That it accepts what Jackson accepts is shown with whole envelopes.
 */
class JsonScannerTests {

	private static final Member NAME = Member.text("Name", 64);

	private static final Member SHORT = Member.text("Short", 10);

	private static final Member ITEM = Member.text("", 64);

	private static final Member LIST = Member.list("List", ITEM);

	private static final Member INNER = Member.object("Inner", NAME);

	private static final Member ROOT = Member.object("", INNER, SHORT, LIST);

	private final List<String> told = new ArrayList<>();

	private final JsonScanner scanner = new JsonScanner(ROOT, new MemberHandler() {

		@Override
		public void started(Member member, byte first, long offset) {
			JsonScannerTests.this.told.add("started %s %s %d".formatted(name(member), (char) first, offset));
		}

		@Override
		public void text(Member member, CapturedText text) {
			JsonScannerTests.this.told.add("text %s %s".formatted(name(member), text.decode()));
		}

		@Override
		public void closed(Member member, long end) {
			JsonScannerTests.this.told.add("closed %s %d".formatted(name(member), end));
		}

	});

	private static String name(Member member) {
		if (member == ROOT) {
			return "root";
		}
		return (member == INNER) ? "inner" : (member == LIST) ? "list" : (member == ITEM) ? "item" : "name";
	}

	@Test
	void tellsOfWatchedMembersWhereTheyAreWatched() {
		read("{\"Name\":\"x\",\"Inner\":{\"Name\":\"a\",\"B\":{\"Name\":1}},\"List\":[1,[2],\"c\"]}");
		assertThat(this.told).containsExactly("started inner { 20", "started name \" 28", "text name a",
				"closed inner 47", "started list [ 55", "started item 1 56", "text item 1", "started item [ 58",
				"started item \" 62", "text item c", "closed list 66", "closed root 67");
		assertThat(this.scanner.isClosed()).isTrue();
		assertThat(this.scanner.length()).isEqualTo(67);
	}

	@Test
	void canBeUsedAgain() {
		read("{\"Short\":");
		assertThat(this.scanner.isClosed()).isFalse();
		this.scanner.reset();
		this.told.clear();
		assertThat(this.scanner.isBlank()).isFalse();
		read(" ");
		assertThat(this.scanner.isBlank()).isTrue();
		read("{\"Short\":1}");
		assertThat(this.told).containsExactly("started name 1 10", "text name 1", "closed root 12");
	}

	@Test
	void saysWhatIsWrong() {
		read("{\"Short\":1,}");
		assertThat(this.scanner.problem()).isEqualTo("it is not JSON, from byte 11 on");
	}

	/** At each length, so that each escape and each character is cut in all ways. */
	@ParameterizedTest
	@ValueSource(strings = { "plain text", "\\\"\\\\\\/\\b\\f\\n\\r\\t", "a\\u4e2d\\u0041\\u00e9b", "中文é😀",
			"中\\n文\\\\é\\u4E2D😀x", "\\ud83d\\ude00", "\\uD800 alone", "\\u005c\\u0022" })
	void textIsWhatJacksonReads(String raw) {
		String all = JsonMapper.shared().readValue("\"" + raw + "\"", String.class);
		byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
		for (int limit = 0; limit <= bytes.length; limit++) {
			CapturedText text = new CapturedText();
			text.begin(limit, true);
			text.append(bytes, 0, bytes.length);
			assertThat(text.isCut()).isEqualTo(limit < bytes.length);
			String decoded = text.decode();
			assertThat(all).startsWith(decoded);
			assertThat(all.length() - decoded.length()).isLessThanOrEqualTo(bytes.length - limit + 12);
			boolean half = !decoded.isEmpty() && Character.isHighSurrogate(decoded.charAt(decoded.length() - 1));
			assertThat(half && text.isCut()).as(decoded).isFalse();
		}
	}

	/** As the JDK does, and unlike Jackson: no code may be written in two ways. */
	@Test
	void overlongFormsAreNoCharacters() {
		byte[] bytes = { 'a', '\\', 'n', (byte) 0xC1, (byte) 0x81, (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80,
				'z' };
		CapturedText text = new CapturedText();
		text.begin(bytes.length, true);
		text.append(bytes, 0, bytes.length);
		assertThat(text.decode()).startsWith("a\n\uFFFD").endsWith("\uFFFDz").doesNotContain("A");
	}

	private void read(String json) {
		this.scanner.read(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
	}

}
