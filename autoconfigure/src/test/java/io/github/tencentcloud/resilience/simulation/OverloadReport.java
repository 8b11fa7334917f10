package io.github.tencentcloud.resilience.simulation;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

import io.github.tencentcloud.resilience.simulation.Ledger.Event;

/**
 * Runs the whole simulation, prints its figures and draws the plots of
 * {@code docs/overload.md}. No test: it is run on demand.
 */
class OverloadReport {

	private static final long[] SEEDS = { 1, 2, 3, 4, 5 };

	private static final int FLEET = 8;

	private static final int FLEET_END = 330;

	private final List<String> lines = new ArrayList<>();

	@Test
	void print() throws IOException {
		outage();
		overload();
		fleet();
		otherQuota();
		slowEndpoint();
		normal();
		this.lines.forEach(System.out::println);
	}

	private void outage() throws IOException {
		XYChart chart = chart("Total outage from 30 s to 90 s, 20 calls a second", "requests per second");
		for (Strategy strategy : Strategy.values()) {
			Ledger ledger = Scenarios.outage(strategy, SEEDS[0]);
			line("outage", strategy, "attempts/call %.2f, first 5 s %.2f", Scenarios.attemptsInOutage(ledger),
					ledger.ratio(Event.ATTEMPT, Event.CALL, Scenarios.OUTAGE, Scenarios.OUTAGE + 5));
			series(chart, strategy.toString(), 120, (second) -> ledger.sum(Event.ATTEMPT, second, second + 1));
		}
		Ledger ledger = Scenarios.outage(Strategy.LIBRARY, SEEDS[0], Scenarios.WITHOUT_BREAKER);
		line("outage", "this library, no breaker", "attempts/call %.2f, first 5 s %.2f",
				Scenarios.attemptsInOutage(ledger),
				ledger.ratio(Event.ATTEMPT, Event.CALL, Scenarios.OUTAGE, Scenarios.OUTAGE + 5));
		series(chart, "this library, no breaker", 120, (second) -> ledger.sum(Event.ATTEMPT, second, second + 1));
		save(chart, "outage");
	}

	private void overload() throws IOException {
		XYChart chart = chart("Five times the quota of 20/s, one instance", "throttled answers per second");
		for (Strategy strategy : Strategy.values()) {
			for (long seed : (strategy == Strategy.LIBRARY) ? SEEDS : new long[] { SEEDS[0] }) {
				Ledger ledger = Scenarios.overload(strategy, seed, 1, 120);
				line("5x", strategy, "goodput %.1f %%, throttled %.1f %% of attempts, attempts/call %.2f",
						100 * Scenarios.goodput(ledger, Scenarios.QUOTA, Scenarios.SETTLED, 120),
						100 * ledger.ratio(Event.THROTTLED, Event.ATTEMPT, Scenarios.SETTLED, 120),
						ledger.ratio(Event.ATTEMPT, Event.CALL, Scenarios.SETTLED, 120));
				if (seed == SEEDS[0]) {
					series(chart, strategy.toString(), 60, (second) -> ledger.sum(Event.THROTTLED, second, second + 1));
				}
			}
		}
		save(chart, "overload");
	}

	private void fleet() throws IOException {
		for (Strategy strategy : Strategy.values()) {
			for (long seed : (strategy == Strategy.LIBRARY) ? SEEDS : new long[] { SEEDS[0] }) {
				Ledger ledger = Scenarios.overload(strategy, seed, FLEET, FLEET_END);
				double[] shares = IntStream.range(0, FLEET)
					.mapToDouble((i) -> Scenarios.share(ledger, i, FLEET, 30, FLEET_END))
					.sorted()
					.toArray();
				line("5x, 8 instances", strategy, "goodput %.1f %%, throttled %.1f %%, shares %.2f to %.2f",
						100 * Scenarios.goodput(ledger, Scenarios.QUOTA, 30, FLEET_END),
						100 * ledger.ratio(Event.THROTTLED, Event.ATTEMPT, 30, FLEET_END), shares[0],
						shares[FLEET - 1]);
				if (strategy == Strategy.LIBRARY && seed == SEEDS[0]) {
					plotFleet(ledger);
				}
			}
		}
	}

	private void plotFleet(Ledger ledger) throws IOException {
		XYChart chart = chart("Five times the quota of 20/s, eight instances, each 3 s after the other",
				"successes per second, average of 30 s");
		for (int i = 0; i < FLEET; i++) {
			int instance = i;
			series(chart, "instance " + (i + 1), FLEET_END - 30,
					(second) -> ledger.sum(Event.SUCCESS, instance, second, second + 30) / 30.0);
		}
		save(chart, "fleet");
	}

	private void otherQuota() throws IOException {
		for (int instances : new int[] { 1, FLEET }) {
			for (long seed : SEEDS) {
				Ledger ledger = Scenarios.otherQuota(Strategy.LIBRARY, seed, instances);
				line("other quota, " + instances, Strategy.LIBRARY,
						"back after %d s when halved, %d s when restored; throttled %.1f %%",
						Scenarios.back(ledger, Scenarios.QUOTA / 2, Scenarios.CHANGED, Scenarios.RESTORED),
						Scenarios.back(ledger, Scenarios.QUOTA, Scenarios.RESTORED, 180),
						100 * ledger.ratio(Event.THROTTLED, Event.ATTEMPT, Scenarios.SETTLED, 180));
				if (instances == 1 && seed == SEEDS[0]) {
					XYChart chart = chart("A quota of 20/s, halved from 60 s to 120 s, one instance", "per second");
					series(chart, "successes", 180, (second) -> ledger.sum(Event.SUCCESS, second, second + 1));
					series(chart, "throttled answers", 180,
							(second) -> ledger.sum(Event.THROTTLED, second, second + 1));
					save(chart, "other-quota");
				}
			}
		}
	}

	private void slowEndpoint() throws IOException {
		for (Strategy strategy : Strategy.values()) {
			String[] properties = (strategy == Strategy.LIBRARY) ? Scenarios.FAIL_OVER : new String[0];
			Ledger ledger = Scenarios.slowEndpoint(strategy, SEEDS[0], properties);
			line("slow endpoint", strategy, "%.1f %% succeed, back on the primary after %d s",
					100 * Scenarios.succeededInOutage(ledger), Scenarios.backOnPrimary(ledger));
			if (strategy == Strategy.LIBRARY) {
				XYChart chart = chart("An endpoint that is slow from 30 s to 90 s, with fail-over",
						"requests per second");
				series(chart, "primary", 120, (second) -> ledger.sum(Event.AT_PRIMARY, second, second + 1));
				series(chart, "backup", 120, (second) -> ledger.sum(Event.ATTEMPT, second, second + 1)
						- ledger.sum(Event.AT_PRIMARY, second, second + 1));
				save(chart, "fail-over");
			}
		}
	}

	private void normal() {
		for (long seed : SEEDS) {
			Scenarios.Normal normal = Scenarios.normal(seed);
			line("normal traffic", Strategy.LIBRARY, "%d calls, %d failed, %d delayed, %d refused",
					normal.ledger().sum(Event.CALL, 0, 120), normal.ledger().sum(Event.FAILURE, 0, 120),
					normal.delayed(), normal.refused());
		}
	}

	private void line(String scenario, Object strategy, String format, Object... figures) {
		this.lines.add(String.format(Locale.ROOT, "%-18s %-28s ", scenario, strategy)
				+ String.format(Locale.ROOT, format, figures));
	}

	private static XYChart chart(String title, String y) {
		XYChart chart = new XYChartBuilder().width(760).height(340).title(title).xAxisTitle("s").yAxisTitle(y).build();
		chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
		chart.getStyler().setYAxisMin(0.0).setChartBackgroundColor(Color.WHITE).setPlotContentSize(0.98);
		return chart;
	}

	private static void series(XYChart chart, String name, int seconds, IntToDoubleFunction value) {
		double[] x = IntStream.range(0, seconds).asDoubleStream().toArray();
		double[] y = IntStream.range(0, seconds).mapToDouble(value).toArray();
		chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
	}

	private static void save(XYChart chart, String name) throws IOException {
		Path folder = Files.createDirectories(Path.of("..", "docs", "images"));
		BitmapEncoder.saveBitmap(chart, folder.resolve(name).toString(), BitmapFormat.PNG);
	}

}
