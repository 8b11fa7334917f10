package io.github.tencentcloud.resilience.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.Resource;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * All kinds of answers, for static imports: {@code success("{}")},
 * {@code error("RequestLimitExceeded")}.
 */
public final class Answers {

	/** As in the library's HTTP interfaces, {@code totalCount} is {@code TotalCount}. */
	private static final JsonMapper mapper = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
		.build();

	private static final boolean sdkPresent = ClassUtils.isPresent("com.tencentcloudapi.common.AbstractModel",
			Answers.class.getClassLoader());

	private static final String JSON = "application/json";

	private static final String RESPONSE = "Response";

	private static final String REQUEST_ID = "RequestId";

	private Answers() {
	}

	/**
	 * A success that says nothing but its {@code RequestId}.
	 * @return the answer
	 */
	public static Answer success() {
		return success("{}");
	}

	/**
	 * A success.
	 * @param json the content of {@code Response}, or the whole envelope around it. A
	 * missing {@code RequestId} is added
	 * @return the answer
	 */
	public static Answer success(String json) {
		return envelope(parse(json));
	}

	/**
	 * A success.
	 * @param json a file with the content of {@code Response}, or with the whole envelope
	 * @return the answer
	 */
	public static Answer success(Path json) {
		try {
			return success(Files.readString(json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A success.
	 * @param json a resource with the content of {@code Response}, or with the whole
	 * envelope
	 * @return the answer
	 */
	public static Answer success(Resource json) {
		try {
			return success(json.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A success.
	 * @param content the content of {@code Response}: a map, a record or a bean, whose
	 * {@code totalCount} becomes {@code TotalCount}, or a response of the vendor's SDK
	 * @return the answer
	 */
	public static Answer success(Object content) {
		if (sdkPresent && SdkModels.isModel(content)) {
			return success(SdkModels.json(content));
		}
		JsonNode json = mapper.valueToTree(content);
		Assert.isTrue(json.isObject(), () -> content.getClass().getName() + " does not become a JSON object");
		return envelope((ObjectNode) json);
	}

	/**
	 * An error in the envelope, with status 200 as always.
	 * @param code the code, for example {@code RequestLimitExceeded}
	 * @return the answer
	 */
	public static Answer error(String code) {
		return error(code, "The fake Tencent Cloud was told to answer so.");
	}

	/**
	 * An error in the envelope, with status 200 as always.
	 * @param code the code, for example {@code RequestLimitExceeded}
	 * @param message the message
	 * @return the answer
	 */
	public static Answer error(String code, String message) {
		return envelope(errorContent(code, message));
	}

	/**
	 * A status without a body, as from a gateway.
	 * @param status the status, for example 502
	 * @return the answer
	 */
	public static Answer status(int status) {
		return body(status, "text/plain", "");
	}

	/**
	 * A page of a gateway.
	 * @param status the status, for example 503, or 200
	 * @param title what it says
	 * @return the answer
	 */
	public static Answer html(int status, String title) {
		return body(status, "text/html",
				"<html><head><title>%1$s</title></head><body><h1>%1$s</h1></body></html>".formatted(title));
	}

	/**
	 * Any body.
	 * @param status the status
	 * @param contentType the type of the body
	 * @param body the body
	 * @return the answer
	 */
	public static Answer body(int status, String contentType, String body) {
		return new Answer((request) -> Answer.Reply.of(status, contentType, body));
	}

	/**
	 * A stream of events. With {@link Answer#over} there are pauses between them.
	 * @param data the data of each event, such as {@code {"Choices":[…]}} or
	 * {@code [DONE]}
	 * @return the answer
	 */
	public static Answer events(String... data) {
		String body = Arrays.stream(data).map(Answers::event).collect(Collectors.joining());
		return new Answer((request) -> Answer.Reply.of(200, "text/event-stream", body, data.length));
	}

	private static String event(String data) {
		return data.lines().map((line) -> "data: " + line + "\n").collect(Collectors.joining("", "", "\n"));
	}

	/**
	 * No answer: the connection is reset.
	 * @return the answer
	 */
	public static Answer connectionReset() {
		return new Answer((request) -> new Answer.Reply(
				new ResponseDefinitionBuilder().withFault(Fault.CONNECTION_RESET_BY_PEER), new byte[0], 1));
	}

	static Answer.Reply refusal(Refusal refusal) {
		return reply(errorContent(refusal.code(), refusal.text()));
	}

	private static ObjectNode errorContent(String code, String message) {
		ObjectNode content = mapper.createObjectNode();
		content.putObject("Error").put("Code", code).put("Message", message);
		return content;
	}

	private static Answer envelope(ObjectNode content) {
		return new Answer((request) -> reply(content));
	}

	/**
	 * The real API puts the RequestId now first and now last, so this one does too.
	 */
	private static Answer.Reply reply(ObjectNode content) {
		UUID requestId = UUID.randomUUID();
		boolean first = (requestId.getLeastSignificantBits() & 1) == 0;
		ObjectNode response = content;
		if (!content.has(REQUEST_ID)) {
			response = mapper.createObjectNode();
			if (first) {
				response.put(REQUEST_ID, requestId.toString());
			}
			response.setAll(content);
			response.put(REQUEST_ID, requestId.toString());
		}
		return Answer.Reply.of(200, JSON, mapper.writeValueAsString(Map.of(RESPONSE, response)));
	}

	private static ObjectNode parse(String json) {
		JsonNode tree;
		try {
			tree = mapper.readTree(json);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("This is not JSON: " + json
					+ ". For an answer that is none, there is body(200, \"application/json\", \"…\")", ex);
		}
		Assert.isTrue(tree.isObject(), () -> "This is not a JSON object: " + json);
		JsonNode inner = tree.get(RESPONSE);
		return (ObjectNode) ((tree.size() == 1 && inner != null && inner.isObject()) ? inner : tree);
	}

}
