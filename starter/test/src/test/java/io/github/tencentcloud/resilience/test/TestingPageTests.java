package io.github.tencentcloud.resilience.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/testing.md} says what there is, and its samples are tests below
 * {@code samples}, so they run.
 */
class TestingPageTests {

	private static final Path PAGE = Path.of("../../docs/testing.md");

	private static final Path MAIN = Path.of("src/main/java",
			TestingPageTests.class.getPackageName().replace('.', '/'));

	private static final Path SAMPLES = Path.of("src/test/java",
			TestingPageTests.class.getPackageName().replace('.', '/'), "samples");

	private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\R(.*?)^```");

	private static final Pattern PUBLIC = Pattern.compile("(?m)^public (?:final )?(?:class|@interface) (\\w+)");

	private static final String page = read(PAGE);

	static List<String> javaSamples() {
		return samples("java");
	}

	static List<String> yamlSamples() {
		return samples("yaml");
	}

	static List<String> samples(String language) {
		Matcher fence = FENCE.matcher(page);
		return fence.results()
			.filter((match) -> match.group(1).equals(language))
			.map((match) -> match.group(2))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("javaSamples")
	void javaIsCompiledAndRun(String sample) {
		assertThat(sources(SAMPLES)).anyMatch((source) -> flat(source).contains(flat(sample)));
	}

	@ParameterizedTest
	@MethodSource("yamlSamples")
	void yamlIsStubs(String sample) {
		assertThat(StubFile.parse(sample)).isNotEmpty();
	}

	@Test
	void namesEachAnswer() {
		Stream<Method> answers = Stream.concat(Arrays.stream(Answers.class.getDeclaredMethods()),
				Arrays.stream(Answer.class.getDeclaredMethods()));
		assertThat(answers.filter((method) -> Modifier.isPublic(method.getModifiers())))
			.allSatisfy((method) -> assertThat(page).containsPattern("[`.]" + method.getName() + "\\("));
	}

	@Test
	void namesEachAttributeOptionAndKey() {
		assertThat(AutoConfigureFakeTencentCloud.class.getDeclaredMethods())
			.allSatisfy((attribute) -> assertThat(page).contains("| `" + attribute.getName() + "` |"));
		assertThat(FakeTencentCloudProgram.OPTIONS)
			.allSatisfy((option) -> assertThat(page).contains("`--" + option + "`"));
		assertThat(StubFile.KEYS).allSatisfy((key) -> assertThat(yamlSamples().get(0)).contains(key + ": "));
	}

	@Test
	void namesEachAssertion() {
		assertThat(Stream.of(FakeTencentCloudAssert.class, ReceivedRequestsAssert.class)
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()))
			.allSatisfy((method) -> assertThat(page).containsPattern("[`.]" + method.getName() + "[`(]"));
	}

	@Test
	void listsEachPublicType() {
		String types = page.substring(page.indexOf("## The types"));
		assertThat(sources(MAIN).stream()
			.flatMap((source) -> PUBLIC.matcher(source).results())
			.map((type) -> type.group(1))).hasSize(10)
			.allSatisfy((type) -> assertThat(types).contains("`" + type + "`"));
	}

	/** However deep it is indented. */
	private static String flat(String source) {
		return String.join("\n", source.strip().lines().map(String::strip).toList()).replace("static class", "class");
	}

	private static List<String> sources(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(".java")).map(TestingPageTests::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
