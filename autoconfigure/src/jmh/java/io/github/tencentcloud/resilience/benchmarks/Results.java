package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured, kept as JSON.
 */
final class Results {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final Path file;

	private final List<Sample> samples = new ArrayList<>();

	Results(Path file) {
		this.file = file;
	}

	static Results read(Path file) throws IOException {
		Results results = new Results(file);
		if (Files.exists(file)) {
			results.samples.addAll(Arrays.asList(MAPPER.readValue(file, Sample[].class)));
		}
		return results;
	}

	void add(Sample sample) {
		this.samples.add(sample);
		System.out.printf("%s %s: %.3f, %.0f B, %.3f us of CPU%n", sample.benchmark(), sample.params(), sample.score(),
				sample.bytes(), sample.cpu());
	}

	void write() throws IOException {
		Files.createDirectories(this.file.getParent());
		MAPPER.writerWithDefaultPrettyPrinter().writeValue(this.file, this.samples);
	}

	int nextRound() {
		return this.samples.stream().mapToInt(Sample::round).max().orElse(0) + 1;
	}

	int rounds() {
		return (int) this.samples.stream().mapToInt(Sample::round).distinct().count();
	}

	/** The values of one benchmark, round by round. */
	Values values(String benchmark, Map<String, String> params, ToDoubleFunction<Sample> value) {
		return new Values(this.samples.stream()
			.filter((sample) -> sample.benchmark().equals(benchmark)
					&& sample.params().entrySet().containsAll(params.entrySet()))
			.mapToDouble(value)
			.toArray());
	}

	/**
	 * One fork's result.
	 *
	 * @param benchmark the benchmark
	 * @param params its parameters
	 * @param round the round
	 * @param score the time or the throughput, in the benchmark's unit
	 * @param bytes what an operation allocates
	 * @param cpu the CPU time of an operation in microseconds
	 */
	record Sample(String benchmark, Map<String, String> params, int round, double score, double bytes, double cpu) {
	}

	/**
	 * The values of all rounds.
	 */
	record Values(double[] rounds) {

		boolean isEmpty() {
			return this.rounds.length == 0;
		}

		double median() {
			return median(this.rounds.clone());
		}

		/** That of the round that was disturbed least. */
		Values least() {
			return new Values(Arrays.stream(this.rounds).sorted().limit(1).toArray());
		}

		/** The median of the ratios of each round. */
		Values per(Values other) {
			return combined(other, (a, b) -> a / b);
		}

		Values map(DoubleUnaryOperator operator) {
			return new Values(Arrays.stream(this.rounds).map(operator).toArray());
		}

		Values minus(Values other) {
			return combined(other, (a, b) -> a - b);
		}

		private Values combined(Values other, DoubleBinaryOperator operator) {
			double[] combined = new double[Math.min(this.rounds.length, other.rounds.length)];
			for (int i = 0; i < combined.length; i++) {
				combined[i] = operator.applyAsDouble(this.rounds[i], other.rounds[i]);
			}
			return new Values(combined);
		}

		private static double median(double[] values) {
			if (values.length == 0) {
				return Double.NaN;
			}
			Arrays.sort(values);
			int middle = values.length / 2;
			return (values.length % 2 == 1) ? values[middle] : (values[middle - 1] + values[middle]) / 2;
		}

	}

}
