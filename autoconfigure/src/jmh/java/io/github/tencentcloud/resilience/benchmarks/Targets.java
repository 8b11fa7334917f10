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

	/** What the page says, for what was not measured this time. */
	private final Map<String, String> known;

	private final List<String> rows = new ArrayList<>();

	/**
	 * Create the targets.
	 * @param results what was measured
	 * @param known the rows of the page, by what they measure
	 */
	Targets(Results results, Map<String, String> known) {
		this.results = results;
		this.known = known;
	}

	String table() {
		memory(Body.B300, 1.20);
		memory(Body.KB4, 1.10);
		memory(Body.KB50, 1.04);
		memory(Body.MB1, 1.03);
		for (Body body : List.of(Body.B300, Body.KB4, Body.KB50)) {
			atMost("From memory, " + Names.of(body) + ": bytes more than the verdict alone", 1229, "%.0f",
					bytes(body, Contender.STARTER).minus(bytes(body, Contender.VERDICT)));
		}
		handWritten(Body.B300, 1.0);
		handWritten(Body.KB4, 1.2);
		handWritten(Body.KB50, 1.4);
		atMost("An error that fails fast, time ÷ bare", 2.5, "%.2f",
				time(Body.ERROR, Contender.STARTER).per(time(Body.ERROR, Contender.BARE)));
		loopback();
		Values scan = value("ScanBenchmark", Map.of("method", "objects"), Sample::score);
		atLeast("Scan of 1 MB, one core, GB/s", 2, scan.map((micros) -> Body.MB1.bytes().length / micros / 1000));
		atMost("Success of 50 MB: more heap at the peak than bare, KB", 1024, "%.0f",
				value("HeapPeak", Map.of("contender", "STARTER"), Sample::score)
					.minus(value("HeapPeak", Map.of("contender", "BARE"), Sample::score))
					.map((bytes) -> bytes / 1024));
		waiting();
		atMost("10,000 other products, regions and actions: more heap than after the first 10,000, KB", 1024, "%.0f",
				value(ManyNames.NAME, Map.of("value", "others"), Sample::score).map((bytes) -> bytes / 1024));
		atMost("10,000 other products, regions and actions: more meters", 0.5, "%.0f",
				value(ManyNames.NAME, Map.of("value", "more-meters"), Sample::score));
		Values decision = value("DecisionBenchmark", Map.of(), Sample::score);
		atMost("Decision for one of all known codes, ns", 50, "%.0f", decision);
		atMost("Decision: bytes allocated", 0.5, "%.0f", value("DecisionBenchmark", Map.of(), Sample::bytes));
		signing();
		atMost("Observations and meters, share of a call's CPU time, 4 KB, best forks", 0.1, "%.2f",
				observations());
		atMost("Start-up of a WebFlux app, with ÷ without, time", 1.03, "%.3f", start("with", Sample::score));
		atMost("Start-up: CPU time", 1.03, "%.3f", start("with", Sample::cpu));
		atMost("Start-up with a property of ours: CPU time", 1.03, "%.3f", start("configured", Sample::cpu));
		atMost("Settings that change: longest pause they add to calls, median, ms", 5, "%.1f",
				retuning("changing").minus(retuning("still")).map((micros) -> micros / 1000));
		return Page.table("Measure | Target | Result | Met | Forks", this.rows);
	}

	private void memory(Body body, double target) {
		atMost("From memory, " + Names.of(body) + ": time ÷ the verdict alone", target, "%.2f",
				time(body, Contender.STARTER).per(time(body, Contender.VERDICT)));
	}

	private void handWritten(Body body, double target) {
		atLeast("From memory, " + Names.of(body) + ": hand-written filter ÷ ours, time", target,
				time(body, Contender.HAND_WRITTEN).per(time(body, Contender.STARTER)));
	}

	private Values retuning(String value) {
		return value(RetuningPause.NAME, Map.of("value", value), Sample::score);
	}

	private void loopback() {
		Values ours = loopback(LoopbackClient.Kind.STARTER, Sample::cpu);
		atMost("Loopback, 4 KB, 64 at a time: CPU ÷ the verdict alone", 1.08, "%.2f",
				ours.per(loopback(LoopbackClient.Kind.VERDICT, Sample::cpu)));
		atLeast("Loopback, 4 KB, 64 at a time: calls a second ÷ the verdict alone", 0.94, loopback(LoopbackClient.Kind.STARTER, Sample::score)
			.per(loopback(LoopbackClient.Kind.VERDICT, Sample::score)));
		Values rest = loopback(LoopbackClient.Kind.REST_STARTER, Sample::cpu);
		atMost("RestClient, loopback: CPU ÷ bare RestClient", 1.12, "%.2f",
				rest.per(loopback(LoopbackClient.Kind.REST_BARE, Sample::cpu)));
		atMost("RestClient, loopback: CPU ÷ a hand-written interceptor that reads a tree", 0.95, "%.2f",
				rest.per(loopback(LoopbackClient.Kind.REST_HAND_WRITTEN, Sample::cpu)));
		Values sdk = loopback(LoopbackClient.Kind.SDK, Sample::cpu);
		atMost("The vendor's SDK through its door: CPU ÷ the SDK alone", 1.10, "%.2f",
				loopback(LoopbackClient.Kind.SDK_STARTER, Sample::cpu).per(sdk));
		atLeast("The vendor's SDK alone ÷ our WebClient, both signing, CPU", 1.8,
				sdk.per(loopback(LoopbackClient.Kind.STARTER_SIGNED, Sample::cpu)));
	}

	private void waiting() {
		Values reactor = waiting(WaitingCalls.Kind.REACTOR, Sample::bytes);
		atMost("10,000 calls that wait to be repeated: heap ÷ Reactor's retryWhen", 1.10, "%.2f",
				waiting(WaitingCalls.Kind.RETRY, Sample::bytes).per(reactor));
		atMost("10,000 calls that wait to be repeated: more threads", 0.5, "%.0f",
				waiting(WaitingCalls.Kind.RETRY, Sample::score));
		atMost("10,000 calls that wait for their rate limit: heap ÷ Reactor's retryWhen", 1.10, "%.2f",
				waiting(WaitingCalls.Kind.RATE_LIMIT, Sample::bytes).per(reactor));
		atMost("10,000 calls that wait for their rate limit: more threads", 0.5, "%.0f",
				waiting(WaitingCalls.Kind.RATE_LIMIT, Sample::score));
	}

	private Values waiting(WaitingCalls.Kind kind, ToDoubleFunction<Sample> value) {
		return value(WaitingCalls.NAME, WaitingCalls.params(kind), value);
	}

	private void signing() {
		Map<String, String> signed = Map.of("method", "signed");
		atMost("Signature over 1 KB, µs", 30, "%.1f", value("SigningBenchmark", signed, Sample::score));
		atMost("Signature over 1 KB: bytes allocated", 6144, "%.0f", value("SigningBenchmark", signed, Sample::bytes));
	}

	/** The noise between forks is greater than the cost, so the best ones are compared. */
	private Values observations() {
		Values with = this.results.calls(Body.KB4, Contender.STARTER_OBSERVED, Sample::cpu);
		Values without = this.results.calls(Body.KB4, Contender.STARTER_WITHOUT_METERS, Sample::cpu);
		double share = 1 - without.least() / with.least();
		return with.per(without).map((ratio) -> share);
	}

	private Values loopback(LoopbackClient.Kind client, ToDoubleFunction<Sample> value) {
		return this.results.loopback(client, value);
	}

	private Values start(String kind, ToDoubleFunction<Sample> value) {
		return value("StartUp", Map.of("starter", kind), value)
			.per(value("StartUp", Map.of("starter", "without"), value));
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
		else if (this.known.containsKey(measure)) {
			this.rows.add(this.known.get(measure));
		}
	}

	private static String plain(double target) {
		return (target == 0.5) ? "0" : Page.number((target == Math.rint(target)) ? "%,.0f" : "%s", target);
	}

}
