package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A request that is about to be sent, as far as its signature is concerned, whatever
 * client sends it.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param method the method, in upper case
 * @param uri the address that it is sent to
 * @param headers finds the first value of a header, or {@code null}; its name is not
 * case-sensitive
 * @param contentTypeChosen whether the caller chose the content type, if there is one,
 * rather than the encoder of the body
 * @param bodyHash the {@link BodyHash} of the body; ignored if the body is not signed
 */
public record UnsignedRequest(String method, URI uri, Function<String, @Nullable String> headers,
		boolean contentTypeChosen, String bodyHash) {

	@Nullable String header(String name) {
		return this.headers.apply(name);
	}

	boolean isGet() {
		return this.method.equals("GET");
	}

	String query() {
		String query = this.uri.getRawQuery();
		return (query != null) ? query : "";
	}

	/** The headers may hold secrets. */
	@Override
	public String toString() {
		return this.method + " " + this.uri.getHost();
	}

}
