package io.github.tencentcloud.resilience.benchmarks;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler;

/**
 * Bars side by side, as an SVG.
 */
final class Plot {

	private static final Color[] COLORS = { new Color(0x0B, 0x6E, 0x99), new Color(0x6F, 0xB7, 0xD6),
			new Color(0xD9, 0x73, 0x0D), new Color(0x8F, 0x8F, 0x8F), new Color(0xC4, 0xC4, 0xC4) };

	private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

	/** A logarithm knows nothing smaller. */
	private static final double SMALLEST = 0.1;

	private final String title;

	private final String unit;

	private boolean logarithmic;

	private final Map<String, Map<String, Double>> series = new LinkedHashMap<>();

	private final Set<String> categories = new LinkedHashSet<>();

	Plot(String title, String unit) {
		this.title = title;
		this.unit = unit;
	}

	void add(String series, String category, double value) {
		this.categories.add(category);
		double shown = this.logarithmic ? Math.max(value, SMALLEST) : value;
		this.series.computeIfAbsent(series, (key) -> new LinkedHashMap<>()).put(category, shown);
	}

	/** For values that differ by orders of magnitude. */
	Plot logarithmic() {
		this.logarithmic = true;
		return this;
	}

	void save(Path docs, String name) throws IOException {
		CategoryChart chart = new CategoryChartBuilder().width(960).height(360).title(this.title).yAxisTitle(this.unit).build();
		chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
		chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
		chart.getStyler().setSeriesColors(COLORS);
		chart.getStyler().setChartBackgroundColor(Color.WHITE);
		if (this.logarithmic) {
			chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(SMALLEST);
		}
		chart.getStyler().setLegendVisible(this.series.size() > 1);
		chart.getStyler().setAxisTickLabelsFont(FONT);
		chart.getStyler().setLegendFont(FONT);
		List<String> categories = new ArrayList<>(this.categories);
		this.series.forEach((series, values) -> chart.addSeries(series, categories,
				categories.stream().map(values::get).toList()));
		Path folder = Files.createDirectories(docs.resolve("images"));
		VectorGraphicsEncoder.saveVectorGraphic(chart, folder.resolve(name).toString(), VectorGraphicsFormat.SVG);
	}

}
