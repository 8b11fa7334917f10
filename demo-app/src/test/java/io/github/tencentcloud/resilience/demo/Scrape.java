package io.github.tencentcloud.resilience.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The samples of a page in Prometheus' text format.
 */
record Scrape(List<Sample> samples) {

	private static final Pattern line = Pattern.compile("([a-zA-Z_:]+)(?:\\{(.*)})? (\\S+)");

	private static final Pattern label = Pattern.compile("(\\w+)=\"([^\"]*)\"");

	static Scrape of(String page) {
		return new Scrape(page.lines().map(line::matcher).filter(Matcher::matches).map(Scrape::sample).toList());
	}

	private static Sample sample(Matcher line) {
		Map<String, String> labels = new TreeMap<>();
		if (line.group(2) != null) {
			label.matcher(line.group(2)).results().forEach((result) -> labels.put(result.group(1), result.group(2)));
		}
		return new Sample(line.group(1), labels, Double.parseDouble(line.group(3)));
	}

	/**
	 * Adds up what has all of the given labels.
	 * @param name the name of the samples
	 * @param labels the labels that they must have
	 * @return the sum of the values, 0 if there is none
	 */
	double sum(String name, Map<String, String> labels) {
		return this.samples.stream()
			.filter((sample) -> sample.name().equals(name))
			.filter((sample) -> sample.labels().entrySet().containsAll(labels.entrySet()))
			.mapToDouble(Sample::value)
			.sum();
	}

	record Sample(String name, Map<String, String> labels, double value) {

	}

}
