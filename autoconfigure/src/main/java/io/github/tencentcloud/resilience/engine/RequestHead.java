package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request without its body, whatever client sends it.
 */
public interface RequestHead {

	/**
	 * The method in upper case.
	 * @return the method
	 */
	String method();

	/**
	 * Where it goes.
	 * @return the address
	 */
	URI uri();

	/**
	 * The first value of a header, or {@code null} if it is not there. The name is not
	 * case-sensitive; in lower case it may be found faster.
	 * @param name the name
	 * @return the value, or {@code null}
	 */
	@Nullable String header(String name);

	/**
	 * What the caller says about the request; it is not sent.
	 * @return the attributes by name
	 */
	Map<String, Object> attributes();

	/**
	 * The first value of a parameter, as it appears in the query, or {@code null} if
	 * there is none.
	 * @param name the name
	 * @return the value, or {@code null}
	 */
	default @Nullable String parameter(String name) {
		return parameter(uri().getRawQuery(), name);
	}

	/**
	 * The first value of a parameter in a query, or in a form that looks like one.
	 * @param query the parameters, or {@code null} if there are none
	 * @param name the name
	 * @return the value as it appears there, or {@code null}
	 */
	static @Nullable String parameter(@Nullable String query, String name) {
		if (query == null) {
			return null;
		}
		for (String parameter : query.split("&")) {
			if (parameter.startsWith(name) && parameter.startsWith("=", name.length())) {
				return parameter.substring(name.length() + 1);
			}
		}
		return null;
	}

}
