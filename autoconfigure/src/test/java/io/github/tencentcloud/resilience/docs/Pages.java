package io.github.tencentcloud.resilience.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README and the pages of {@code docs/}, and the samples in them.
 */
final class Pages {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\R(.*?)^```");

	private Pages() {
	}

	static List<Path> all() {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			List<Path> pages = new ArrayList<>(
					docs.filter((path) -> path.toString().endsWith(".md")).sorted().toList());
			pages.add(0, ROOT.resolve("README.md"));
			return pages;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The fenced samples of a language on all pages. */
	static List<Sample> samples(String language) {
		List<Sample> samples = new ArrayList<>();
		for (Path page : all()) {
			String text = read(page);
			Matcher matcher = FENCE.matcher(text);
			while (matcher.find()) {
				if (matcher.group(1).equals(language)) {
					long line = text.substring(0, matcher.start()).lines().count() + 1;
					samples.add(new Sample(ROOT.relativize(page) + ":" + line, matcher.group(2)));
				}
			}
		}
		return samples;
	}

	static String read(Path path) {
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
	record Sample(String place, String text) {

		@Override
		public String toString() {
			return this.place;
		}

	}

}
