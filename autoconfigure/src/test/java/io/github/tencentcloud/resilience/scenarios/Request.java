package io.github.tencentcloud.resilience.scenarios;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call as its caller writes it. Without an address it goes to the product's host.
 *
 * @param method the HTTP method
 * @param uri where to, or {@code null} for the server of the scenario
 * @param headers by name
 * @param body the body, empty for none
 * @param attributes for this request only
 */
record Request(String method, URI uri, Map<String, String> headers, byte[] body, Attributes attributes) {

	/** A call of an action. */
	static Request of(String action) {
		return new Request("POST", null, Map.of(), new byte[0], Attributes.NONE).header("X-TC-Action", action)
			.header("Content-Type", "application/json")
			.body("{}");
	}

	/** A call that may be repeated, since it only reads. */
	static Request read() {
		return of("DescribeInstances");
	}

	/** A call that may not be repeated if it may have been executed. */
	static Request write() {
		return of("RunInstances");
	}

	Request header(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new Request(this.method, this.uri, headers, this.body, this.attributes);
	}

	Request body(String body) {
		return new Request(this.method, this.uri, this.headers, body.getBytes(StandardCharsets.UTF_8), this.attributes);
	}

	/** A GET without a body. */
	Request get() {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.remove("Content-Type");
		return new Request("GET", this.uri, headers, new byte[0], this.attributes);
	}

	Request to(String uri) {
		return new Request(this.method, URI.create(uri), this.headers, this.body, this.attributes);
	}

	Request product(String product) {
		Attributes a = this.attributes;
		return with(new Attributes(product, a.account, a.idempotent, a.unwrap, a.deadline));
	}

	Request account(String account) {
		Attributes a = this.attributes;
		return with(new Attributes(a.product, account, a.idempotent, a.unwrap, a.deadline));
	}

	Request idempotent(boolean idempotent) {
		Attributes a = this.attributes;
		return with(new Attributes(a.product, a.account, idempotent, a.unwrap, a.deadline));
	}

	Request unwrap(boolean unwrap) {
		Attributes a = this.attributes;
		return with(new Attributes(a.product, a.account, a.idempotent, unwrap, a.deadline));
	}

	Request deadline(Duration deadline) {
		Attributes a = this.attributes;
		return with(new Attributes(a.product, a.account, a.idempotent, a.unwrap, deadline));
	}

	private Request with(Attributes attributes) {
		return new Request(this.method, this.uri, this.headers, this.body, attributes);
	}

	/**
	 * The attributes of a request; {@code null} where there is none.
	 *
	 * @param product which product it is
	 * @param account whose credentials sign
	 * @param idempotent whether it may be repeated
	 * @param unwrap whether the caller gets the content only
	 * @param deadline how long it may take
	 */
	record Attributes(String product, String account, Boolean idempotent, Boolean unwrap, Duration deadline) {

		static final Attributes NONE = new Attributes(null, null, null, null, null);

	}

}
