package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.github.tencentcloud.resilience.docs.Pages;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever property a page names, in its text or in a sample, exists: ours, and those of
 * Spring Boot that the class path of this module knows.
 */
class NamedPropertiesTests {

	private static final Pattern OURS = Pattern
		.compile("tencentcloud\\.(resilience|credentials|signing)((?:\\.[\\w<>-]+)*)\\b.*");

	/** Without its prefix, as a page about properties writes it. */
	private static final Pattern SHORT = Pattern.compile(
			"((?:products|policies|timeout|envelope|circuit-breaker|retry-budget|adaptive-throttling|rate-limit|metrics|catalogue)"
					+ "(?:\\.(?!yml$)[a-z<>-]+)+)(?:: .*)?");

	private static final Pattern SPRING = Pattern.compile("((?:spring|management|server)(?:\\.[\\w<>-]+)+)\\b.*");

	/** Parts of Spring that are not on this class path, or are not properties. */
	private static final List<String> ELSEWHERE = List.of("spring.cloud.", "spring.data.", "spring.factories",
			"spring.aot.", "spring.mvc.", "management.opentelemetry.", "management.tracing.");

	private static final Map<String, PropertySchema> roots = Map.of("resilience",
			PropertySchema.of(TencentCloudResilienceProperties.class), "credentials",
			PropertySchema.of(CredentialProperties.class), "signing", PropertySchema.of(SigningProperties.class));

	private static final Set<String> spring = metadata();

	static List<Path> pages() {
		return Pages.all();
	}

	static List<Pages.Sample> samples() {
		return Pages.samples("yaml");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void oursExist(Path page) {
		for (String code : Pages.code(page)) {
			match(OURS, code).ifPresent((match) -> assertExists(code, match.group(1), match.group(2)));
			match(SHORT, code).ifPresent((match) -> assertExists(code, "resilience", "." + match.group(1)));
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void springsExist(Path page) {
		for (String code : Pages.code(page)) {
			match(SPRING, code).ifPresent((match) -> assertIsOfSpring(code, match.group(1)));
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	void springsInSamplesExist(Pages.Sample sample) throws IOException {
		for (PropertySource<?> source : new YamlPropertySourceLoader().load(sample.place(),
				new ByteArrayResource(sample.text().getBytes(StandardCharsets.UTF_8)))) {
			for (String key : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				match(SPRING, key).ifPresent((match) -> assertIsOfSpring(key, match.group(1)));
			}
		}
	}

	@Test
	void whatDoesNotExistIsFound() {
		assertThat(exists(root("resilience"), elements(".timeout.attempt"))).isTrue();
		assertThat(exists(root("resilience"), elements(".products.<name>.actions.SendSms.max-attempts"))).isTrue();
		assertThat(exists(root("resilience"), elements(".timeout.attempts"))).isFalse();
		assertThat(exists(root("resilience"), elements(".products.sms.actions.SendSms.attempts"))).isFalse();
		assertThat(isOfSpring("spring.threads.virtual.enabled")).isTrue();
		assertThat(isOfSpring("spring.threads.virtual.enable")).isFalse();
	}

	private static void assertExists(String code, String root, String key) {
		assertThat(exists(root(root), elements(key))).as(code).isTrue();
	}

	private static PropertySchema root(String name) {
		return roots.get(name);
	}

	private static List<String> elements(String key) {
		return Arrays.stream(key.split("\\.")).filter((element) -> !element.isEmpty()).toList();
	}

	private static boolean exists(@Nullable PropertySchema schema, List<String> elements) {
		if (schema == null) {
			return false;
		}
		if (elements.isEmpty() || schema instanceof PropertySchema.Table) {
			return true;
		}
		List<String> rest = elements.subList(1, elements.size());
		if (schema instanceof PropertySchema.Group group) {
			return exists(group.find(elements.get(0)), rest);
		}
		return schema instanceof PropertySchema.Entries entries && exists(entries.entry(), rest);
	}

	private static void assertIsOfSpring(String code, String key) {
		assertThat(isOfSpring(key)).as(code).isTrue();
	}

	/** Also a group of them, and an entry of a map. */
	private static boolean isOfSpring(String key) {
		return ELSEWHERE.stream().anyMatch((prefix) -> (key + ".").startsWith(prefix)) || spring.contains(key)
				|| spring.stream().anyMatch((known) -> known.startsWith(key + ".") || isEntryOf(known, key));
	}

	private static boolean isEntryOf(String known, String key) {
		return known.endsWith(".*") && key.startsWith(known.substring(0, known.length() - 1));
	}

	private static Optional<MatchResult> match(Pattern pattern, String text) {
		return Stream.of(text)
			.map(pattern::matcher)
			.filter((matcher) -> matcher.matches())
			.map(MatchResult.class::cast)
			.findFirst();
	}

	private static Set<String> metadata() {
		Set<String> names = new TreeSet<>();
		try {
			for (var url : Collections.list(NamedPropertiesTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream json = url.openStream()) {
					for (JsonNode property : JsonMapper.shared().readTree(json).get("properties")) {
						boolean isMap = property.path("type").asString("").startsWith("java.util.Map");
						names.add(property.get("name").asString() + (isMap ? ".*" : ""));
					}
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return names;
	}

}
