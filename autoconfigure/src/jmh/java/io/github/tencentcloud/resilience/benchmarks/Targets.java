package io.github.tencentcloud.resilience.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.tencentcloud.resilience.benchmarks.Results.Sample;
import io.github.tencentcloud.resilience.benchmarks.Results.Values;

/**
 * What the filter may cost, and what it costs.
 */
final class Targets {

	private final Results results;

	private final List<String> rows = new ArrayList<>();

	Targets(Results results) {
		this.results = results;
	}

	String table() {
		atMost("Success ÷ bare, time, 4 KB", 1.05, "%.2f", time(Body.KB4, Contender.STARTER).per(bare(Body.KB4)));
		atMost("Success ÷ bare, time, 50 KB", 1.05, "%.2f", time(Body.KB50, Contender.STARTER).per(bare(Body.KB50)));
		atMost("Success ÷ bare, time, 1 MB", 1.05, "%.2f", time(Body.MB1, Contender.STARTER).per(bare(Body.MB1)));
		atMost("Success ÷ bare, time, 300 B", 1.15, "%.2f", time(Body.B300, Contender.STARTER).per(bare(Body.B300)));
		for (Body body : List.of(Body.B300, Body.KB4, Body.KB50, Body.MB1)) {
			atMost("More bytes allocated than bare, " + Names.of(body), 2048, "%.0f",
					bytes(body, Contender.STARTER).minus(bytes(body, Contender.BARE)));
		}
		atLeast("Hand-written filter ÷ ours, time, 50 KB", 1.4,
				time(Body.KB50, Contender.HAND_WRITTEN).per(time(Body.KB50, Contender.STARTER)));
		atLeast("Hand-written filter ÷ ours, allocation, 50 KB", 2,
				bytes(Body.KB50, Contender.HAND_WRITTEN).per(bytes(Body.KB50, Contender.STARTER)));
		Values scan = value("ScanBenchmark", Map.of("method", "objects"), Sample::score);
		atLeast("Scan of 1 MB, one core, GB/s", 2, scan.map((micros) -> Body.MB1.bytes().length / micros / 1000));
		atLeast("Calls a second, 64 at a time, ÷ bare", 0.97, loopback(LoopbackClient.Kind.STARTER, Sample::score)
			.per(loopback(LoopbackClient.Kind.BARE, Sample::score)));
		atLeast("CPU of a call, the vendor's SDK ÷ ours, both signing, 64 at a time", 2,
				loopback(LoopbackClient.Kind.SDK, Sample::cpu).per(loopback(LoopbackClient.Kind.STARTER_SIGNED, Sample::cpu)));
		atMost("Success of 50 MB: more heap at the peak than bare, KB", 1024, "%.0f",
				value("HeapPeak", Map.of("contender", "STARTER"), Sample::score)
					.minus(value("HeapPeak", Map.of("contender", "BARE"), Sample::score))
					.map((bytes) -> bytes / 1024));
		Values decision = value("DecisionBenchmark", Map.of(), Sample::score);
		atMost("Decision for one of all known codes, ns", 50, "%.0f", decision);
		atMost("The same, bytes allocated", 0.5, "%.0f", value("DecisionBenchmark", Map.of(), Sample::bytes));
		signing();
		atMost("Observations and meters, share of a call's CPU time, 4 KB, best forks", 0.1, "%.2f",
				observations());
		atMost("Start-up of a WebFlux app, with ÷ without, time", 1.03, "%.3f", start("with", Sample::score));
		atMost("The same, CPU time", 1.03, "%.3f", start("with", Sample::cpu));
		atMost("The same with a property of ours, CPU time", 1.03, "%.3f", start("configured", Sample::cpu));
		return Page.table("Measure | Target | Result | Met | Forks", this.rows);
	}

	private void signing() {
		Map<String, String> signed = Map.of("method", "signed");
		atMost("Signature over 1 KB, µs", 30, "%.1f", value("SigningBenchmark", signed, Sample::score));
		atMost("The same, bytes allocated", 6144, "%.0f", value("SigningBenchmark", signed, Sample::bytes));
	}

	/** The noise between forks is greater than the cost, so the best ones are compared. */
	private Values observations() {
		Values with = this.results.calls(Body.KB4, Contender.STARTER_OBSERVED, Sample::cpu);
		Values without = this.results.calls(Body.KB4, Contender.STARTER_WITHOUT_METERS, Sample::cpu);
		double share = 1 - without.least() / with.least();
		return with.per(without).map((ratio) -> share);
	}

	private Values loopback(LoopbackClient.Kind client, ToDoubleFunction<Sample> value) {
		return this.results.loopback(64, client, value);
	}

	private Values start(String kind, ToDoubleFunction<Sample> value) {
		return value("StartUp", Map.of("starter", kind), value)
			.per(value("StartUp", Map.of("starter", "without"), value));
	}

	private Values bare(Body body) {
		return time(body, Contender.BARE);
	}

	private Values time(Body body, Contender contender) {
		return this.results.calls(body, contender, Sample::score);
	}

	private Values bytes(Body body, Contender contender) {
		return this.results.calls(body, contender, Sample::bytes);
	}

	private Values value(String benchmark, Map<String, String> params, ToDoubleFunction<Sample> value) {
		return this.results.values(benchmark, params, value);
	}

	private void atMost(String measure, double target, String format, Values values) {
		row(measure, "≤ " + plain(target), format, values, values.median() <= target);
	}

	private void atLeast(String measure, double target, Values values) {
		row(measure, "≥ " + plain(target), "%.2f", values, values.median() >= target);
	}

	private void row(String measure, String target, String format, Values values, boolean met) {
		if (!values.isEmpty()) {
			this.rows.add(Page.row(measure, target, Page.number(format, values.median()), met ? "yes" : "no",
					Long.toString(values.forks())));
		}
	}

	private static String plain(double target) {
		return (target == 0.5) ? "0" : Page.number((target == Math.rint(target)) ? "%,.0f" : "%s", target);
	}

}
