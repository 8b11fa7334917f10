package io.github.tencentcloud.resilience.envelope;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes envelopes of all shapes, good and bad.
 */
final class RandomEnvelopes {

	private static final String[] TEXTS = { "", "a", "InternalError", "RequestLimitExceeded.UinLimitExceeded", "中文消息",
			"\\u4e2d\\u6587", "mixed 中 and \\\"quoted\\\"", "\\\\", "\\/\\b\\f\\n\\r\\t", "😀", "\\ud83d\\ude00", "é",
			"\\uD800", "a rather long text, so that the eight-byte steps have something to do", "{\\\"Error\\\":{}}",
			"}", "]", "\u007f", "12345678", "1234567", "123456789\\n", "0" };

	private static final String[] NUMBERS = { "0", "-0", "1", "-1", "4000", "123456789012345678901234567890", "1.5",
			"-0.25", "10", "20.125" };

	private static final String[] NAMES = { "Response", "Error", "Code", "Message", "RequestId", "code", "message",
			"codeDesc", "Data", "名字", "", "response", "Respons", "Responses", "Codes", "a" };

	private static final byte[] INTERESTING = Pieces.utf8("{}[]\",:\\u0e-+. \n\ttfn/x中");

	private final Random random;

	RandomEnvelopes(long seed) {
		this.random = new Random(seed);
	}

	byte[] envelope() {
		List<String> members = new ArrayList<>();
		if (chance(90)) {
			members.add(member("Response", chance(92) ? response() : value(2)));
		}
		if (chance(5)) {
			members.add(member("Response", chance(60) ? response() : value(2)));
		}
		if (chance(15)) {
			members.add(member("code", chance(80) ? pick(NUMBERS) : value(1)));
		}
		if (chance(10)) {
			members.add(member("message", value(1)));
		}
		if (chance(10)) {
			members.add(member("codeDesc", value(1)));
		}
		addOthers(members, 1);
		return Pieces.utf8((chance(5) ? "\uFEFF" : "") + space() + object(members) + space());
	}

	byte[] broken() {
		byte[] bytes = envelope();
		for (int i = this.random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
			bytes = mutated(bytes);
		}
		return bytes;
	}

	private byte[] mutated(byte[] bytes) {
		int at = this.random.nextInt(bytes.length);
		int kind = this.random.nextInt(5);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(bytes, 0, at);
		if (kind == 4) {
			return out.toByteArray();
		}
		if (kind == 0 || kind == 1) {
			out.write(chance(80) ? INTERESTING[this.random.nextInt(INTERESTING.length)] : this.random.nextInt(256));
		}
		int skipped = switch (kind) {
			case 0 -> 0;
			case 3 -> 1 + this.random.nextInt(Math.min(20, bytes.length - at));
			default -> 1;
		};
		out.write(bytes, at + skipped, bytes.length - at - skipped);
		return out.toByteArray();
	}

	private String response() {
		List<String> members = new ArrayList<>();
		if (chance(55)) {
			members.add(member("Error", chance(85) ? error() : value(2)));
		}
		if (chance(5)) {
			members.add(member("Error", chance(50) ? error() : "null"));
		}
		if (chance(85)) {
			members.add(member("RequestId", chance(80) ? "\"0de8a6b1-5b0c-4a8e\"" : value(1)));
		}
		addOthers(members, 3);
		return object(members);
	}

	private String error() {
		List<String> members = new ArrayList<>();
		if (chance(90)) {
			members.add(member("Code", chance(80) ? string() : value(1)));
		}
		if (chance(80)) {
			members.add(member("Message", chance(90) ? string() : value(1)));
		}
		if (chance(5)) {
			members.add(member("Code", value(1)));
		}
		addOthers(members, 1);
		return object(members);
	}

	private void addOthers(List<String> members, int depth) {
		for (int i = this.random.nextInt(3); i > 0; i--) {
			members.add(member(pick(NAMES), value(depth)));
		}
		Collections.shuffle(members, this.random);
	}

	private String value(int depth) {
		return switch (this.random.nextInt((depth > 0) ? 8 : 6)) {
			case 0, 1 -> string();
			case 2 -> pick(NUMBERS);
			case 3 -> "null";
			case 4 -> "true";
			case 5 -> "false";
			case 6 -> {
				List<String> members = new ArrayList<>();
				addOthers(members, depth - 1);
				yield object(members);
			}
			default -> array(depth);
		};
	}

	private String array(int depth) {
		List<String> elements = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			elements.add(space() + value(depth - 1) + space());
		}
		return "[" + space() + String.join(",", elements) + "]";
	}

	private String object(List<String> members) {
		return "{" + space() + String.join(",", members) + "}";
	}

	private String member(String name, String value) {
		return space() + "\"" + escaped(name) + "\"" + space() + ":" + space() + value + space();
	}

	private String escaped(String name) {
		if (name.isEmpty() || !chance(5)) {
			return name;
		}
		int at = this.random.nextInt(name.length());
		String escape = "\\u%04x".formatted((int) name.charAt(at));
		return name.substring(0, at) + escape + name.substring(at + 1);
	}

	private String string() {
		return "\"" + pick(TEXTS) + (chance(20) ? pick(TEXTS) : "") + "\"";
	}

	private String space() {
		return chance(85) ? "" : pick(new String[] { " ", "\n", "\r\n\t", "    " });
	}

	private String pick(String[] from) {
		return from[this.random.nextInt(from.length)];
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

}
