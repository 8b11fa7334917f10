package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Requests and responses of no client, as far as the engine sees them.
 */
public final class Heads {

	private Heads() {
	}

	/** A request to {@code cvm}. */
	public static RequestHead request(String action) {
		return new Request(URI.create("https://cvm.tencentcloudapi.com/"), Map.of("x-tc-action", action));
	}

	/**
	 * A response with a status, and with a header if there is one: its name and value.
	 */
	public static ResponseHead response(int status, String... header) {
		return response(status, (header.length > 0) ? Map.of(header[0], header[1]) : Map.of());
	}

	/** A response with headers, whose names are in lower case. */
	public static ResponseHead response(int status, Map<String, String> headers) {
		return new Response(status, headers);
	}

	private record Request(URI uri, Map<String, String> headers) implements RequestHead {

		@Override
		public String method() {
			return "POST";
		}

		@Override
		public String header(String name) {
			return this.headers.get(name);
		}

		@Override
		public Map<String, Object> attributes() {
			return Map.of();
		}

	}

	private record Response(int status, Map<String, String> headers) implements ResponseHead {

		@Override
		public List<String> headers(String name) {
			String value = this.headers.get(name.toLowerCase(Locale.ROOT));
			return (value != null) ? List.of(value) : List.of();
		}

	}

}
