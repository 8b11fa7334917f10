package io.github.tencentcloud.resilience.demo.fake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shapes of an answer: the envelope with status 200, and what gateways send instead.
 */
final class Answers {

	private static final JsonMapper mapper = JsonMapper.shared();

	private Answers() {
	}

	static ResponseDefinitionBuilder success(Map<String, ?> fields) {
		return envelope(fields);
	}

	static ResponseDefinitionBuilder error(String code, String message) {
		Map<String, String> error = new LinkedHashMap<>();
		error.put("Code", code);
		error.put("Message", message);
		return envelope(Map.of("Error", error));
	}

	static ResponseDefinitionBuilder json(String body) {
		return response(200, "application/json", body);
	}

	static ResponseDefinitionBuilder page(int status, String title) {
		return response(status, "text/html",
				"<html><head><title>%1$s</title></head><body><h1>%1$s</h1></body></html>".formatted(title));
	}

	/**
	 * The real API puts the RequestId now first and now last, so this one does too.
	 */
	private static ResponseDefinitionBuilder envelope(Map<String, ?> fields) {
		UUID requestId = UUID.randomUUID();
		boolean first = (requestId.getLeastSignificantBits() & 1) == 0;
		Map<String, Object> response = new LinkedHashMap<>();
		if (first) {
			response.put("RequestId", requestId.toString());
		}
		response.putAll(fields);
		response.put("RequestId", requestId.toString());
		return json(mapper.writeValueAsString(Map.of("Response", response)));
	}

	private static ResponseDefinitionBuilder response(int status, String contentType, String body) {
		return new ResponseDefinitionBuilder().withStatus(status)
			.withHeader("Server", "nginx")
			.withHeader("Content-Type", contentType)
			.withBody(body);
	}

}
