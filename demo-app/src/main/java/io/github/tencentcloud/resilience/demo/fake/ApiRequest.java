package io.github.tencentcloud.resilience.demo.fake;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * A request as API 3.0 reads it, whether its common parameters travel as {@code X-TC-}
 * headers (signature v3) or among the others (signatures v1).
 *
 * @param action the action
 * @param version the version of the product's API
 * @param productNames what the host and the signature's scope call the product
 * @param parameters the action's own parameters
 */
record ApiRequest(String action, String version, Set<String> productNames, Parameters parameters) {

	private static final Pattern scope = Pattern.compile("/([^/,]+)/tc3_request");

	static ApiRequest of(LoggedRequest request) {
		RequestMethod method = request.getMethod();
		if (!method.equals(RequestMethod.GET) && !method.equals(RequestMethod.POST)) {
			throw new ApiError("UnsupportedProtocol",
					"The protocol is not supported. Only GET and POST requests are supported.");
		}
		Map<String, String> fields = fields(request);
		String action = common(request, "Action", fields);
		String version = common(request, "Version", fields);
		return new ApiRequest(action, version, productNames(request),
				isJson(request) ? Parameters.ofJson(request.getBodyAsString()) : new Parameters(fields));
	}

	/** The parameters in the query and in a form. */
	static Map<String, String> fields(LoggedRequest request) {
		Map<String, String> fields = new HashMap<>();
		request.getQueryParams().forEach((name, values) -> fields.put(name, values.firstValue()));
		if (!isJson(request)) {
			request.getFormParameters().forEach((name, values) -> fields.put(name, values.firstValue()));
		}
		return fields;
	}

	private static boolean isJson(LoggedRequest request) {
		String contentType = request.getHeader("Content-Type");
		return request.getMethod().equals(RequestMethod.POST) && contentType != null
				&& contentType.startsWith("application/json");
	}

	private static String common(LoggedRequest request, String name, Map<String, String> fields) {
		String header = request.getHeader("X-TC-" + name);
		String value = (header != null) ? header : fields.get(name);
		if (value == null || value.isBlank()) {
			throw ApiError.missingParameter(fields.containsKey("Action") ? name : "X-TC-" + name);
		}
		return value;
	}

	private static Set<String> productNames(LoggedRequest request) {
		String host = request.getHeader("Host");
		String authorization = request.getHeader("Authorization");
		Matcher matcher = scope.matcher((authorization != null) ? authorization : "");
		String scoped = matcher.find() ? matcher.group(1) : "";
		String label = (host != null) ? host.split("\\.", 2)[0] : "";
		return label.equals(scoped) ? Set.of(label) : Set.of(label, scoped);
	}

}
