package io.github.tencentcloud.resilience.test;

import java.util.Map;
import java.util.TreeMap;

import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters of a request under the names that the API itself uses where it has no
 * JSON: {@code PhoneNumberSet.0}, {@code PhoneNumberSet.1}.
 */
final class Parameters {

	private static final JsonMapper mapper = JsonMapper.shared();

	private Parameters() {
	}

	static Map<String, String> of(LoggedRequest request) {
		return isJson(request) ? ofJson(request.getBodyAsString()) : fields(request);
	}

	/** The parameters in the query and in a form. */
	static Map<String, String> fields(LoggedRequest request) {
		Map<String, String> fields = new TreeMap<>();
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

	private static Map<String, String> ofJson(String body) {
		try {
			Map<String, String> values = new TreeMap<>();
			flatten("", mapper.readTree(body), values);
			return values;
		}
		catch (JacksonException ex) {
			throw new Refusal("InvalidParameter", "The request body is not valid JSON.");
		}
	}

	private static void flatten(String path, JsonNode node, Map<String, String> values) {
		if (node.isObject()) {
			node.properties()
				.forEach((property) -> flatten(join(path, property.getKey()), property.getValue(), values));
		}
		else if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				flatten(join(path, String.valueOf(i)), node.get(i), values);
			}
		}
		else if (node.isValueNode() && !node.isNull()) {
			values.put(path, node.asString());
		}
	}

	private static String join(String path, String name) {
		return path.isEmpty() ? name : path + "." + name;
	}

}
