package io.github.tencentcloud.resilience.envelope;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same verdict by way of a tree.
 */
final class JacksonOracle {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final EnvelopeVerdict MALFORMED = new EnvelopeVerdict.Malformed("");

	private JacksonOracle() {
	}

	static EnvelopeVerdict verdict(byte[] body) {
		JsonNode tree = (tree(body) != null) ? tree(wellFormed(body)) : null;
		if (tree == null || !tree.isObject()) {
			return MALFORMED;
		}
		JsonNode response = tree.get("Response");
		if (response == null) {
			return legacy(tree);
		}
		if (!response.isObject()) {
			return MALFORMED;
		}
		String requestId = text(response.get("RequestId"));
		JsonNode error = response.get("Error");
		String code = (error != null) ? text(error.get("Code")) : null;
		if (code == null) {
			return new EnvelopeVerdict.Success(requestId);
		}
		return new EnvelopeVerdict.Failure(code, orEmpty(text(error.get("Message"))), requestId);
	}

	/**
	 * Jackson makes characters of overlong UTF-8 too. The JDK replaces it, and so does
	 * the reader.
	 */
	private static byte[] wellFormed(byte[] body) {
		return new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
	}

	static @Nullable JsonNode tree(byte[] body) {
		for (int i = 0; i < Math.min(4, body.length); i++) {
			if (body[i] == 0 || body[i] == (byte) 0xFE || body[i] == (byte) 0xFF) {
				// Jackson would try UTF-16 or UTF-32.
				return null;
			}
		}
		try (JsonParser parser = parser(body)) {
			return MAPPER.readValue(parser, JsonNode.class);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * A factory remembers the names it has seen, by four bytes at a time, the last ones
	 * filled up with 0xFF. So one that knows {@code "ode"} takes it for the same name
	 * with a byte 0xFF before it, which is no UTF-8. A new one knows none.
	 */
	private static JsonParser parser(byte[] body) {
		return new JsonFactory().createParser(ObjectReadContext.empty(), body);
	}

	/**
	 * The bytes of the value of the last {@code Response}, as Jackson's parser locates
	 * it.
	 */
	static long @Nullable [] content(byte[] body) {
		long[] content = null;
		try (JsonParser parser = parser(body)) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean response = parser.currentName().equals("Response");
				JsonToken value = parser.nextToken();
				long start = parser.currentTokenLocation().getByteOffset();
				parser.skipChildren();
				if (response) {
					long end = parser.currentLocation().getByteOffset();
					content = (value == JsonToken.START_OBJECT) ? new long[] { start, end } : null;
				}
			}
		}
		return content;
	}

	private static EnvelopeVerdict legacy(JsonNode tree) {
		JsonNode code = tree.get("code");
		if (code == null || !code.isIntegralNumber()) {
			return MALFORMED;
		}
		if (code.bigIntegerValue().equals(BigInteger.ZERO)) {
			return new EnvelopeVerdict.Success(null);
		}
		String name = text(tree.get("codeDesc"));
		return new EnvelopeVerdict.Failure((name != null) ? name : code.asString(), orEmpty(text(tree.get("message"))),
				null);
	}

	private static @Nullable String text(@Nullable JsonNode node) {
		if (node == null || !(node.isString() || node.isNumber())) {
			return null;
		}
		String text = node.asString();
		return text.isEmpty() ? null : text;
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
