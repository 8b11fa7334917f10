package io.github.tencentcloud.resilience.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.engine.RequestHead;

/**
 * What the SDK sends. In its older ways of signing the body is a form, and says what else
 * stands in headers.
 */
final class SdkRequest implements RequestHead {

	private static final byte[] NONE = {};

	private static final String FORM = "application/x-www-form-urlencoded";

	private final Request request;

	private final Map<String, Object> attributes;

	private final URI uri;

	private byte @Nullable [] body;

	/** The form, if the body is one, or empty. */
	private @Nullable String form;

	SdkRequest(Request request, Map<String, Object> attributes) {
		this.request = request;
		this.attributes = attributes;
		this.uri = request.url().uri();
	}

	/** The same with another attribute. */
	SdkRequest with(String name, Object value) {
		Map<String, Object> attributes = new HashMap<>(this.attributes);
		attributes.put(name, value);
		return new SdkRequest(this.request, attributes);
	}

	Request request() {
		return this.request;
	}

	@Override
	public String method() {
		return this.request.method();
	}

	@Override
	public URI uri() {
		return this.uri;
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.header(name);
	}

	@Override
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	@Override
	public @Nullable String parameter(String name) {
		String value = RequestHead.super.parameter(name);
		return (value != null) ? value : RequestHead.parameter(form(), name);
	}

	/** The body, which is in memory anyway. */
	byte[] body() {
		byte[] body = this.body;
		if (body == null) {
			body = read(this.request.body());
			this.body = body;
		}
		return body;
	}

	private static byte[] read(@Nullable RequestBody body) {
		if (body == null) {
			return NONE;
		}
		Buffer buffer = new Buffer();
		try {
			body.writeTo(buffer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return buffer.readByteArray();
	}

	private String form() {
		String form = this.form;
		if (form == null) {
			RequestBody body = this.request.body();
			boolean isForm = body != null && header("Authorization") == null
					&& String.valueOf(body.contentType()).startsWith(FORM);
			form = isForm ? new String(body(), StandardCharsets.UTF_8) : "";
			this.form = form;
		}
		return form;
	}

}
