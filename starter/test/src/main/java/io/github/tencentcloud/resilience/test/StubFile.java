package io.github.tencentcloud.resilience.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.Resource;
import org.springframework.util.Assert;

/**
 * Stubs that are written down in YAML, and so in JSON as well: a product, an action, and
 * one answer or several.
 */
final class StubFile {

	static final Set<String> KEYS = Set.of("success", "error", "message", "status", "html", "body", "content-type",
			"events", "after", "over", "broken-off", "connection-reset");

	private StubFile() {
	}

	static List<Stub> read(Resource file) {
		try {
			return parse(file.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Stubs cannot be read from " + file.getDescription(), ex);
		}
	}

	static List<Stub> parse(String yaml) {
		List<Stub> stubs = new ArrayList<>();
		map(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), "The file")
			.forEach((product, actions) -> map(actions, product).forEach((action, answers) -> {
				Stub stub = new Stub(product, action);
				List<?> list = (answers instanceof List<?> several) ? several : List.of(answers);
				list.forEach((answer) -> stub.answer(answer(map(answer, stub.toString()), stub)));
				stubs.add(stub);
			}));
		return stubs;
	}

	private static Map<String, Object> map(Object object, String where) {
		Assert.isInstanceOf(Map.class, object, where + " has to consist of names and values, but is: ");
		@SuppressWarnings("unchecked")
		Map<String, Object> map = (Map<String, Object>) object;
		return map;
	}

	private static Answer answer(Map<String, Object> keys, Stub stub) {
		keys.keySet()
			.forEach((key) -> Assert.isTrue(KEYS.contains(key),
					() -> "%s: there is no '%s'. There are %s".formatted(stub, key, KEYS.stream().sorted().toList())));
		Answer answer = plain(keys, stub);
		if (keys.containsKey("after")) {
			answer = answer.after(duration(keys, "after", stub));
		}
		if (keys.containsKey("over")) {
			answer = answer.over(duration(keys, "over", stub));
		}
		return Boolean.TRUE.equals(keys.get("broken-off")) ? answer.brokenOff() : answer;
	}

	private static Answer plain(Map<String, Object> keys, Stub stub) {
		int status = status(keys, stub);
		if (Boolean.TRUE.equals(keys.get("connection-reset"))) {
			return Answers.connectionReset();
		}
		if (keys.containsKey("error")) {
			String code = text(keys, "error");
			return keys.containsKey("message") ? Answers.error(code, text(keys, "message")) : Answers.error(code);
		}
		if (keys.containsKey("html")) {
			return Answers.html(status, text(keys, "html"));
		}
		if (keys.containsKey("body")) {
			return Answers.body(status,
					keys.containsKey("content-type") ? text(keys, "content-type") : "application/json",
					text(keys, "body"));
		}
		if (keys.get("events") instanceof List<?> events) {
			return Answers.events(events.stream().map(StubFile::json).toArray(String[]::new));
		}
		if (keys.containsKey("success")) {
			return Answers.success(json(keys.get("success")));
		}
		Assert.isTrue(keys.containsKey("status"), () -> stub + ": this says nothing: " + keys);
		return Answers.status(status);
	}

	/** Written as YAML, or as JSON in a text. */
	private static String json(Object value) {
		return (value instanceof String text) ? text : JsonMapper.shared().writeValueAsString(value);
	}

	private static String text(Map<String, Object> keys, String key) {
		return String.valueOf(keys.get(key));
	}

	private static int status(Map<String, Object> keys, Stub stub) {
		if (keys.getOrDefault("status", 200) instanceof Integer status) {
			return status;
		}
		throw new IllegalArgumentException(
				"%s: 'status' has to be a number such as 502, but is '%s'".formatted(stub, text(keys, "status")));
	}

	private static Duration duration(Map<String, Object> keys, String key, Stub stub) {
		try {
			return DurationStyle.detectAndParse(text(keys, key));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("%s: '%s' has to be a duration such as 20ms or 3s, but is '%s'"
				.formatted(stub, key, text(keys, key)), ex);
		}
	}

}
