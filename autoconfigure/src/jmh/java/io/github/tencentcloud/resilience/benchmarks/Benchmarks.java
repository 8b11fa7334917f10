package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs everything, in rounds. A round has one fork of each benchmark, and what is
 * compared is run side by side; so whatever else the machine does meanwhile hits all of
 * them, and the ratios of a round stay honest. Then the page is written.
 */
public final class Benchmarks {

	private static final Path RESULTS = Path.of("target/benchmarks/results.json");

	private static final Path DOCS = Path.of("../docs");

	private final Results results;

	private final Pattern only;

	private int round;

	private Benchmarks(Results results, String only) {
		this.results = results;
		this.only = Pattern.compile(only);
	}

	/**
	 * Run the benchmarks.
	 * @param args the number of rounds, and what to run: a regular expression for the
	 * names below, empty to only write the page anew
	 */
	public static void main(String[] args) throws IOException, RunnerException, InterruptedException {
		boolean all = args[1].equals(".*") && !args[0].equals("0");
		Results results = all ? new Results(RESULTS) : Results.read(RESULTS);
		Benchmarks benchmarks = new Benchmarks(results, args[1]);
		for (int i = 0; i < Integer.parseInt(args[0]); i++) {
			benchmarks.round();
		}
		new Page(results, DOCS).write(all);
	}

	private void round() throws IOException, RunnerException, InterruptedException {
		this.round = this.results.nextRound();
		for (Body body : Body.values()) {
			MemoryTurns.measure(this.results, body, this.round, this.only);
		}
		LoopbackTurns.measure(this.results, this.round, this.only);
		run("scan", ScanBenchmark.class);
		run("decision", DecisionBenchmark.class);
		run("signing", SigningBenchmark.class);
		if (isWanted("start")) {
			StartUpTime.measure(this.results, this.round);
		}
		if (isWanted("heap")) {
			HeapPeak.measure(this.results, this.round);
		}
		if (isWanted("waiting")) {
			WaitingCalls.measure(this.results, this.round);
		}
		if (isWanted("names")) {
			ManyNames.measure(this.results, this.round);
		}
		if (isWanted("retuning")) {
			RetuningPause.measure(this.results, this.round);
		}
	}

	private void run(String name, Class<?> benchmark) throws IOException, RunnerException {
		if (!isWanted(name)) {
			return;
		}
		ChainedOptionsBuilder options = new OptionsBuilder().include("^" + Pattern.quote(benchmark.getName()) + "\\.")
			.forks(1)
			.jvmArgs("-Xms1g", "-Xmx1g")
			.jvmArgsAppend(ChildProcess.LOGGING.toArray(String[]::new))
			.addProfiler(GCProfiler.class)
			.addProfiler(CpuTimeProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true);
		for (RunResult result : new Runner(options.build()).run()) {
			add(result);
		}
		this.results.write();
	}

	private void add(RunResult result) {
		Map<String, String> params = new TreeMap<>();
		Collection<String> keys = result.getParams().getParamsKeys();
		keys.forEach((key) -> params.put(key, result.getParams().getParam(key)));
		String type = result.getParams().getBenchmark();
		String[] parts = type.substring(type.lastIndexOf('.', type.lastIndexOf('.') - 1) + 1).split("\\.");
		params.put("method", parts[1]);
		this.results.add(new Results.Sample(parts[0], params, this.round, result.getPrimaryResult().getScore(),
				secondary(result, "gc.alloc.rate.norm"), secondary(result, CpuTimeProfiler.LABEL)));
	}

	private static double secondary(RunResult result, String label) {
		for (Map.Entry<String, Result> entry : result.getSecondaryResults().entrySet()) {
			if (entry.getKey().endsWith(label)) {
				return entry.getValue().getScore();
			}
		}
		return Double.NaN;
	}

	private boolean isWanted(String name) {
		return this.only.matcher(name).matches();
	}

}
