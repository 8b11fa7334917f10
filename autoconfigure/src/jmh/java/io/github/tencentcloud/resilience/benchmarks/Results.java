package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

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

	/** The values of a call from memory. */
	Values calls(Body body, Contender contender, ToDoubleFunction<Sample> value) {
		return values(MemoryTurns.NAME, MemoryTurns.params(contender, body), value);
	}

	/** The values of a client over loopback. */
	Values loopback(LoopbackClient.Kind client, ToDoubleFunction<Sample> value) {
		return values(LoopbackTurns.NAME, LoopbackTurns.params(client), value);
	}

	/** The values of one benchmark. */
	Values values(String benchmark, Map<String, String> params, ToDoubleFunction<Sample> value) {
		Map<Integer, Integer> turns = new HashMap<>();
		Map<When, Double> values = new LinkedHashMap<>();
		for (Sample sample : this.samples) {
			if (sample.benchmark().equals(benchmark) && sample.params().entrySet().containsAll(params.entrySet())) {
				int turn = turns.merge(sample.round(), 1, Integer::sum);
				values.put(new When(sample.round(), turn), value.applyAsDouble(sample));
			}
		}
		return new Values(values);
	}

	/**
	 * The result of a fork, or of a turn.
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
	 * When something was measured. Only what was measured in the same turn is compared.
	 *
	 * @param round the round
	 * @param number which turn of the round it was
	 */
	record When(int round, int number) {
	}

	/**
	 * The values of all turns.
	 */
	record Values(Map<When, Double> turns) {

		boolean isEmpty() {
			return this.turns.isEmpty();
		}

		/** From how many forks they are. */
		long forks() {
			return this.turns.keySet().stream().map(When::round).distinct().count();
		}

		double median() {
			double[] values = sorted().toArray();
			if (values.length == 0) {
				return Double.NaN;
			}
			return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
		}

		/** That of the turn that was disturbed least. */
		double least() {
			return sorted().findFirst().orElse(Double.NaN);
		}

		/** That of the turn that was disturbed most. */
		double most() {
			return sorted().max().orElse(Double.NaN);
		}

		/** The ratios of each turn. */
		Values per(Values other) {
			return combined(other, (a, b) -> a / b);
		}

		Values minus(Values other) {
			return combined(other, (a, b) -> a - b);
		}

		double mean() {
			return sorted().average().orElse(Double.NaN);
		}

		/** Those of some turns of each round, both ends included. */
		Values between(int first, int last) {
			Map<When, Double> some = new LinkedHashMap<>(this.turns);
			some.keySet().removeIf((turn) -> turn.number() < first || turn.number() > last);
			return new Values(some);
		}

		Values map(DoubleUnaryOperator operator) {
			Map<When, Double> mapped = new LinkedHashMap<>();
			this.turns.forEach((turn, value) -> mapped.put(turn, operator.applyAsDouble(value)));
			return new Values(mapped);
		}

		private Values combined(Values other, DoubleBinaryOperator operator) {
			Map<When, Double> combined = new LinkedHashMap<>();
			this.turns.forEach((turn, value) -> {
				Double otherValue = other.turns.get(turn);
				if (otherValue != null) {
					combined.put(turn, operator.applyAsDouble(value, otherValue));
				}
			});
			return new Values(combined);
		}

		private DoubleStream sorted() {
			return this.turns.values().stream().mapToDouble(Double::doubleValue).sorted();
		}

	}

}
