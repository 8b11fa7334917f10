package io.github.tencentcloud.resilience.signing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

import org.springframework.util.StringUtils;

/**
 * Brings a query into its canonical form, the same for the signer and the server: sorted
 * by name, and every byte encoded that is not unreserved in RFC 3986. Works on bytes, so
 * that text that is not UTF-8 is preserved.
 */
final class CanonicalQuery {

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private static final String UNRESERVED = "-._~";

	private CanonicalQuery() {
	}

	static URI sort(URI uri) {
		String query = uri.getRawQuery();
		if (!StringUtils.hasLength(query)) {
			return uri;
		}
		String sorted = sort(query);
		if (sorted.equals(query)) {
			return uri;
		}
		// The other parts are left as they are, whatever they look like.
		String text = uri.toString();
		int end = text.indexOf('#');
		String fragment = (end < 0) ? "" : text.substring(end);
		String rest = text.substring(0, text.indexOf('?'));
		return URI.create(rest + (sorted.isEmpty() ? "" : "?" + sorted) + fragment);
	}

	private static String sort(String query) {
		List<Parameter> parameters = new ArrayList<>();
		for (String parameter : StringUtils.delimitedListToStringArray(query, "&")) {
			if (!parameter.isEmpty()) {
				int equals = parameter.indexOf('=');
				String name = (equals < 0) ? parameter : parameter.substring(0, equals);
				String value = (equals < 0) ? "" : parameter.substring(equals + 1);
				parameters.add(new Parameter(encode(decode(name)), encode(decode(value))));
			}
		}
		parameters.sort(Comparator.comparing(Parameter::name));
		StringBuilder sorted = new StringBuilder(query.length() + 16);
		for (Parameter parameter : parameters) {
			sorted.append(sorted.isEmpty() ? "" : "&").append(parameter.name()).append('=').append(parameter.value());
		}
		return sorted.toString();
	}

	/** A plus sign is how forms write a space, and how the server reads it. */
	private static byte[] decode(String text) {
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
		for (int i = 0; i < encoded.length; i++) {
			if (encoded[i] == '%') {
				decoded.write(HexFormat.fromHexDigits(text(encoded, i + 1)));
				i += 2;
			}
			else {
				decoded.write((encoded[i] == '+') ? ' ' : encoded[i]);
			}
		}
		return decoded.toByteArray();
	}

	private static String encode(byte[] decoded) {
		StringBuilder encoded = new StringBuilder(decoded.length + 16);
		for (byte b : decoded) {
			char c = (char) (b & 0xFF);
			if ((c < 0x80 && Character.isLetterOrDigit(c)) || UNRESERVED.indexOf(c) >= 0) {
				encoded.append(c);
			}
			else {
				encoded.append('%').append(HEX.toHexDigits(b));
			}
		}
		return encoded.toString();
	}

	private static String text(byte[] encoded, int from) {
		return new String(encoded, from, 2, StandardCharsets.US_ASCII);
	}

	private record Parameter(String name, String value) {

	}

}
