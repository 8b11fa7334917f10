package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A request as it is about to be sent, as far as its signature is concerned. Whose client
 * sends it does not matter.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param method the method, in upper case
 * @param uri the address that it is sent to
 * @param headers finds the first value of a header, or {@code null}; without regard to
 * the case of its name
 * @param contentTypeChosen whether the caller chose the content type, if there is one,
 * and not what wrote the body
 * @param bodyHash what {@link BodyHash} makes of the body; not looked at if the body is
 * not signed
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
