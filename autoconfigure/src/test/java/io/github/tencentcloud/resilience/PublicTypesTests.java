package io.github.tencentcloud.resilience;

import java.io.IOException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The types that users may name are those of {@code docs/types.md}, and no more than 45.
 * Whatever else is public says whom it is for: in its own Javadoc, or in that of its
 * package.
 */
class PublicTypesTests {

	private static final int MOST = 45;

	private static final String BASE = PublicTypesTests.class.getPackageName();

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Path PAGE = Path.of("../docs/types.md");

	private static final Pattern PACKAGE = Pattern.compile("## `([\\w.]+)`");

	private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|.*");

	private static final Pattern PUBLIC = Pattern
		.compile("(?m)^public (?:\\w+ )*(?:class|interface|record|enum|@interface) (\\w+)");

	private static final Path POM = Path.of("pom.xml");

	private static final Pattern COMPARED = Pattern.compile("<include>(" + Pattern.quote(BASE) + "[\\w.]+)</include>");

	private static final Pattern FOR_US = Pattern
		.compile("[Pp]ublic (?:here is so )?only for the other packages of this library");

	@Test
	void areNotMany() throws Exception {
		assertThat(listed()).hasSizeBetween(30, MOST);
	}

	@Test
	void arePublicAndSayNothingElse() throws Exception {
		for (String name : listed()) {
			assertThat(Modifier.isPublic(Class.forName(name).getModifiers())).as(name).isTrue();
			assertThat(isForUs(ofType(source(name)))).as("%s is on the list of docs/types.md", name).isFalse();
		}
	}

	@Test
	void othersSayThatTheyAreForUs() throws Exception {
		Set<String> listed = listed();
		Set<String> others = all();
		assertThat(others).containsAll(listed);
		others.removeAll(listed);
		assertThat(others).allSatisfy((name) -> {
			Path source = source(name);
			assertThat(isForUs(ofType(source)) || isForUs(ofPackage(source)))
				.as("%s is public. If users may name it, list it in docs/types.md. If not, its Javadoc, or that of its "
						+ "package, says: Public only for the other packages of this library", name)
				.isTrue();
		});
	}

	/** The profile {@code api} compares them with those of a release. */
	@Test
	void areComparedWithThoseOfTheLastRelease() throws Exception {
		assertThat(COMPARED.matcher(Files.readString(POM)).results().map((result) -> result.group(1)))
			.containsExactlyInAnyOrderElementsOf(listed());
	}

	/** Who has one of them in hand can go on with what it gives him. */
	@Test
	void giveNothingButEachOther() throws Exception {
		Set<String> listed = listed();
		for (String name : listed) {
			Class<?> type = Class.forName(name);
			assertThat(type.getDeclaredMethods()).filteredOn(PublicTypesTests::isOfTheContract)
				.allSatisfy((method) -> assertThat(Stream
					.concat(Stream.of(method.getGenericReturnType()), Arrays.stream(method.getGenericParameterTypes()))
					.flatMap(PublicTypesTests::classes)
					.map(PublicTypesTests::outermost)
					.map(Class::getName)
					.filter((other) -> other.startsWith(BASE + "."))).as(method.toString()).isSubsetOf(listed));
		}
	}

	/** What makes one of ours, out of others of ours, is for us. */
	private static boolean isOfTheContract(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !method.isSynthetic();
	}

	private static Stream<Class<?>> classes(Type type) {
		if (type instanceof Class<?> single) {
			return Stream.of(single.isArray() ? single.getComponentType() : single);
		}
		if (type instanceof ParameterizedType generic) {
			return Stream.concat(classes(generic.getRawType()),
					Arrays.stream(generic.getActualTypeArguments()).flatMap(PublicTypesTests::classes));
		}
		if (type instanceof WildcardType wildcard) {
			return Stream.concat(Arrays.stream(wildcard.getLowerBounds()), Arrays.stream(wildcard.getUpperBounds()))
				.flatMap(PublicTypesTests::classes);
		}
		return (type instanceof GenericArrayType array) ? classes(array.getGenericComponentType()) : Stream.of();
	}

	private static Class<?> outermost(Class<?> type) {
		return (type.getEnclosingClass() != null) ? outermost(type.getEnclosingClass()) : type;
	}

	private static Set<String> listed() throws IOException {
		Set<String> names = new TreeSet<>();
		String room = "";
		for (String line : Files.readAllLines(PAGE)) {
			Matcher heading = PACKAGE.matcher(line);
			Matcher row = ROW.matcher(line);
			if (heading.matches()) {
				room = heading.group(1);
			}
			else if (row.matches()) {
				assertThat(names.add(room + "." + row.group(1))).as(line).isTrue();
			}
		}
		return names;
	}

	/** All types of ours that are public, but for those inside of another. */
	private static Set<String> all() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			List<Path> sources = files.filter((file) -> file.toString().endsWith(".java")).toList();
			return sources.stream()
				.filter((source) -> PUBLIC.matcher(read(source)).find())
				.map((source) -> SOURCES.relativize(source).toString().replace(".java", "").replaceAll("[/\\\\]", "."))
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

	private static Path source(String name) {
		return SOURCES.resolve(name.replace('.', '/') + ".java");
	}

	/** The Javadoc of a type: what stands before it, on one line. */
	private static String ofType(Path source) {
		String text = read(source);
		Matcher type = PUBLIC.matcher(text);
		assertThat(type.find()).as(source.toString()).isTrue();
		return oneLine(text.substring(0, type.start()));
	}

	private static String ofPackage(Path source) {
		Path info = source.resolveSibling("package-info.java");
		return Files.exists(info) ? oneLine(read(info)) : "";
	}

	private static String oneLine(String javadoc) {
		return javadoc.replaceAll("\\s+\\*?\\s*", " ");
	}

	private static boolean isForUs(String javadoc) {
		return FOR_US.matcher(javadoc).find();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
