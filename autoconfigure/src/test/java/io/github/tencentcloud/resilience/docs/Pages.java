package io.github.tencentcloud.resilience.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README and all pages in and below {@code docs/}, and what is in them.
 */
public final class Pages {

	/** The folder of the README. */
	public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\R(.*?)^```");

	private static final Pattern ANY_FENCE = Pattern.compile("(?ms)^```.*?^```");

	private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	private Pages() {
	}

	/**
	 * All pages.
	 * @return their files, that of the README first
	 */
	public static List<Path> all() {
		return Stream
			.concat(Stream.of(ROOT.resolve("README.md")),
					below(ROOT.resolve("docs")).filter((path) -> path.toString().endsWith(".md")))
			.toList();
	}

	/**
	 * All files in a folder and below it.
	 * @param folder the folder
	 * @return the files in order
	 */
	public static Stream<Path> below(Path folder) {
		try (Stream<Path> paths = Files.walk(folder)) {
			return paths.filter(Files::isRegularFile).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The fenced samples of a language on all pages.
	 * @param language what stands behind the fence
	 * @return the samples in order
	 */
	public static List<Sample> samples(String language) {
		List<Sample> samples = new ArrayList<>();
		for (Path page : all()) {
			String text = read(page);
			Matcher matcher = FENCE.matcher(text);
			while (matcher.find()) {
				if (matcher.group(1).equals(language)) {
					long line = text.substring(0, matcher.start()).lines().count() + 1;
					samples.add(new Sample(place(page) + ":" + line, matcher.group(2)));
				}
			}
		}
		return samples;
	}

	/**
	 * The fenced samples of a language on one page.
	 * @param page its path from the folder of the README
	 * @param language what stands behind the fence
	 * @return the samples in order
	 */
	static List<Sample> samples(String page, String language) {
		return samples(language).stream().filter((sample) -> sample.place().startsWith(page + ":")).toList();
	}

	/**
	 * What stands between single backticks on a page, outside of fenced samples.
	 * @param page the page
	 * @return each text once
	 */
	public static Set<String> code(Path page) {
		Set<String> code = new HashSet<>();
		CODE.matcher(prose(page)).results().map((match) -> match.group(1)).forEach(code::add);
		return code;
	}

	/** A page without its fenced samples. */
	static String prose(Path page) {
		return ANY_FENCE.matcher(read(page)).replaceAll("");
	}

	/** What a link may name behind a {@code #}, as GitHub makes it of a heading. */
	static Set<String> anchors(Path page) {
		Set<String> anchors = new HashSet<>();
		for (MatchResult heading : HEADING.matcher(prose(page)).results().toList()) {
			String anchor = heading.group(1)
				.strip()
				.toLowerCase(Locale.ROOT)
				.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
				.replaceAll("[^\\p{L}\\p{N}_ -]", "")
				.replace(' ', '-');
			String unique = anchor;
			for (int i = 1; !anchors.add(unique); i++) {
				unique = anchor + "-" + i;
			}
		}
		return anchors;
	}

	static String place(Path page) {
		return ROOT.relativize(page).toString().replace('\\', '/');
	}

	/**
	 * Read a file.
	 * @param path where it is
	 * @return its text
	 */
	public static String read(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A sample.
	 *
	 * @param place page and line
	 * @param text the text
	 */
	public record Sample(String place, String text) {

		/**
		 * Whether a source has it word for word, however deep it is indented there.
		 * @param source the text of a file
		 */
		boolean isIn(String source) {
			return flat(source).contains(flat(this.text));
		}

		private static String flat(String source) {
			return String.join("\n", Arrays.stream(source.strip().split("\\R")).map(String::strip).toList())
				.replace("static class", "class");
		}

		@Override
		public String toString() {
			return this.place;
		}

	}

}
