package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.tencentcloud.resilience.benchmarks.Results.Sample;
import io.github.tencentcloud.resilience.benchmarks.Results.Values;

/**
 * Writes the tables of {@code docs/performance.md} anew, each between its two marks, and
 * the plots beside it. What was not measured stays as it is.
 */
final class Page {

	private final Results results;

	private final Path docs;

	private String text = "";

	Page(Results results, Path docs) {
		this.results = results;
		this.docs = docs;
	}

	/**
	 * Write the page.
	 * @param all whether everything was measured, on this machine and today
	 */
	void write(boolean all) throws IOException {
		Path page = this.docs.resolve("performance.md");
		this.text = Files.readString(page);
		if (all) {
			put("machine", Machine.describe());
		}
		put("targets", new Targets(this.results, rows("targets")).table());
		calls();
		loopback();
		warmUp();
		scan();
		retuning();
		Files.writeString(page, this.text);
	}

	private void calls() throws IOException {
		Plot time = new Plot("Time of a call, bare = 1", "bare = 1");
		Plot bytes = new Plot("Allocated beyond the bare call", "KB").logarithmic();
		List<String> rows = new ArrayList<>();
		for (Body body : Body.values()) {
			for (Contender contender : Contender.values()) {
				Values score = this.results.calls(body, contender, Sample::score);
				if (score.isEmpty() || !contender.isMeasuredWith(body)) {
					continue;
				}
				Values ratio = score.per(this.results.calls(body, Contender.BARE, Sample::score));
				Values cpu = this.results.calls(body, contender, Sample::cpu).per(this.results.calls(body, Contender.BARE, Sample::cpu));
				Values extra = this.results.calls(body, contender, Sample::bytes).minus(this.results.calls(body, Contender.BARE, Sample::bytes));
				rows.add(row(Names.of(body), Names.of(contender), number("%.1f", score.median()),
						number("%.2f", ratio.median()), number("%.2f", cpu.median()),
						number("%,.0f", this.results.calls(body, contender, Sample::bytes).median()),
						number("%,.0f", extra.median())));
				if (Names.isPlotted(contender)) {
					time.add(Names.of(contender), Names.of(body), ratio.median());
					bytes.add(Names.of(contender), Names.of(body), extra.median() / 1024);
				}
			}
		}
		if (!rows.isEmpty()) {
			put("calls", table("Body | Client | µs | ÷ bare | CPU ÷ bare | bytes | more than bare", rows));
			time.save(this.docs, "performance-time");
			bytes.save(this.docs, "performance-allocation");
		}
	}

	private void loopback() throws IOException {
		Plot cpu = new Plot("CPU time of a call over loopback", "µs");
		Plot throughput = new Plot("Calls a second over loopback", "calls/s");
		List<String> rows = new ArrayList<>();
		for (LoopbackClient.Kind kind : LoopbackClient.Kind.values()) {
			Values rate = this.results.loopback(kind, Sample::score);
			Values time = this.results.loopback(kind, Sample::cpu);
			if (rate.isEmpty()) {
				continue;
			}
			Values rateRatio = rate.per(this.results.loopback(kind.bare(), Sample::score));
			Values timeRatio = time.per(this.results.loopback(kind.bare(), Sample::cpu));
			rows.add(row(Names.of(kind), number("%,.0f", rate.median()), number("%.2f", rateRatio.median()),
					number("%.0f", time.median()), number("%.2f", timeRatio.median()),
					number("%.2f", timeRatio.least()) + " to " + number("%.2f", timeRatio.most())));
			cpu.add("CPU", Names.of(kind), time.median());
			throughput.add("calls", Names.of(kind), rate.median());
		}
		if (!rows.isEmpty()) {
			put("loopback", table("Client | calls/s | ÷ bare | CPU µs a call | ÷ bare | least and most", rows));
			cpu.save(this.docs, "performance-cpu");
			throughput.save(this.docs, "performance-throughput");
		}
	}

	/** How long the compiler was at work, for three turns at a time. */
	private void warmUp() {
		List<LoopbackClient.Kind> kinds = Stream.of(LoopbackClient.Kind.values())
			.filter((kind) -> !warmUp(kind, Sample::cpu).isEmpty())
			.toList();
		if (kinds.isEmpty()) {
			return;
		}
		List<String> rows = new ArrayList<>();
		for (int first = 1; !warmUp(kinds.get(0), Sample::cpu).between(first, first + 2).isEmpty(); first += 3) {
			List<String> cells = new ArrayList<>();
			cells.add(number("%,.0f", (first - 1) * (double) LoopbackTurns.CALLS));
			for (LoopbackClient.Kind kind : kinds) {
				cells.add(number("%,.0f", warmUp(kind, Sample::cpu).between(first, first + 2).mean()) + " ("
						+ number("%,.0f", warmUp(kind, Sample::score).between(first, first + 2).mean()) + ")");
			}
			rows.add(row(cells.toArray(String[]::new)));
		}
		put("warm-up", table("Calls before | " + kinds.stream().map(Names::of).collect(Collectors.joining(" | ")), rows));
	}

	private Values warmUp(LoopbackClient.Kind kind, ToDoubleFunction<Sample> value) {
		return this.results.values(LoopbackTurns.WARM_UP, LoopbackTurns.params(kind), value);
	}

	private void scan() throws IOException {
		Plot speed = new Plot("Reading 1 MB, one core", "GB/s");
		List<String> rows = new ArrayList<>();
		Names.SCANS.forEach((method, name) -> {
			Values micros = this.results.values("ScanBenchmark", Map.of("method", method), Sample::score);
			if (!micros.isEmpty()) {
				double gigabytes = Body.MB1.bytes().length / micros.median() / 1000;
				rows.add(row(name, number("%.0f", micros.median()), number("%.2f", gigabytes)));
				speed.add("GB/s", name, gigabytes);
			}
		});
		if (!rows.isEmpty()) {
			put("scan", table("What is read | µs | GB/s", rows));
			speed.save(this.docs, "performance-scan");
		}
	}

	private void retuning() {
		if (retuning("still").isEmpty()) {
			return;
		}
		put("retuning", table("Quarter of a second | longest call, median | longest of all | quarters with one > 5 ms, of 100", List.of(
				row("after one with a change", micros("still"), micros("still-most"), count("still-late")),
				row("that begins with a change", micros("changing"), micros("changing-most"),
						count("changing-late")))));
	}

	private Values retuning(String value) {
		return this.results.values(RetuningPause.NAME, Map.of("value", value), Sample::score);
	}

	private String count(String value) {
		return number("%.0f", retuning(value).median());
	}

	private String micros(String value) {
		return number("%,.0f µs", retuning(value).median());
	}

	private void put(String name, String content) {
		this.text = this.text.substring(0, from(name)) + content + this.text.substring(to(name));
	}

	/** The rows of a table as they are, by their first cell. */
	private Map<String, String> rows(String name) {
		return this.text.substring(from(name), to(name))
			.lines()
			.skip(2)
			.collect(Collectors.toMap((row) -> row.split("\\|")[1].trim(), (row) -> row + "\n"));
	}

	private int from(String name) {
		String begin = "<!-- " + name + ":begin -->\n";
		return this.text.indexOf(begin) + begin.length();
	}

	private int to(String name) {
		return this.text.indexOf("<!-- " + name + ":end -->");
	}

	static String table(String header, List<String> rows) {
		return "| " + header + " |\n|" + " --- |".repeat(header.split("\\|").length) + "\n" + String.join("", rows);
	}

	static String row(String... cells) {
		return "| " + String.join(" | ", cells) + " |\n";
	}

	static String number(String format, double value) {
		return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
	}

}
