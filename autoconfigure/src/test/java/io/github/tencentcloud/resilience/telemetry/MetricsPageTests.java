package io.github.tencentcloud.resilience.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.PropertiesMeterFilter;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.github.tencentcloud.resilience.RetryResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/metrics.md} says is what a Prometheus registry counts.
 */
class MetricsPageTests {

	private static final int[] FLEETS = { 1, 40, 200 };

	private final String page = read(Path.of("..", "docs", "metrics.md"));

	@Test
	void seriesOfTheExampleInstance() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		SeriesModel.run(registry);
		List<Row> rows = rows("| meter | series of an instance |");
		Row total = rows.get(rows.size() - 1);
		for (Row row : rows.subList(0, rows.size() - 1)) {
			assertCounted(row, registry);
		}
		long all = seriesOf(registry, "");
		assertThat(total.figures()).containsExactly(fleets(all));
	}

	@Test
	void seriesWithHistograms() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.config()
			.meterFilter(filter(new MapPropertySource("test",
					Map.of("management.metrics.distribution.percentiles-histogram.all", "true"))));
		SeriesModel.run(registry);
		List<Row> rows = rows("| histogram on |");
		assertThat(rows).hasSize(4);
		rows.forEach((row) -> assertCounted(row, registry));
	}

	@Test
	void adviceKeepsHistogramsOff() throws IOException {
		String yaml = first("```yaml\n(management:\n  metrics:.*?)```").group(1);
		PropertySource<?> source = new YamlPropertySourceLoader().load("page", new ByteArrayResource(yaml.getBytes()))
			.get(0);
		PrometheusMeterRegistry plain = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		SeriesModel.run(plain);
		PrometheusMeterRegistry advised = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		advised.config().meterFilter(filter(source));
		SeriesModel.run(advised);
		assertThat(seriesOf(advised, "tencentcloud_client")).isEqualTo(seriesOf(plain, "tencentcloud_client"));
		assertThat(seriesOf(advised, "resilience4j")).isGreaterThan(seriesOf(plain, "resilience4j"));
	}

	@Test
	void metersAndTheirTags() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		SeriesModel.run(registry);
		for (Meter meter : registry.getMeters()) {
			String name = meter.getId().getName();
			if (name.startsWith("tencentcloud.")) {
				String tags = first(Pattern.quote("| `" + name + "` | ") + "[^|]+\\| `([a-z. ]+)` \\|").group(1);
				assertThat(tags.split(" ")).as(name)
					.containsExactlyInAnyOrder(
							meter.getId().getTags().stream().map(Tag::getKey).toArray(String[]::new));
			}
		}
	}

	@Test
	void valuesOfTags() {
		Arrays.stream(CallOutcome.values())
			.forEach((outcome) -> assertThat(this.page).contains("| `" + outcome.name() + "` | "));
		Arrays.stream(RetryResult.values())
			.forEach((result) -> assertThat(this.page).contains("| `" + result.value() + "` | "));
	}

	@Test
	void limits() {
		CardinalityLimits limits = CardinalityLimits.defaults();
		assertThat(this.page).contains("max-products: " + limits.maxProducts() + "\n")
			.contains("max-actions: " + limits.maxActions() + "\n")
			.contains("max-regions: " + limits.maxRegions() + "\n")
			.contains("max-codes: " + limits.maxCodes() + "\n")
			.contains("max-series: " + limits.maxSeries() + "\n");
	}

	private static void assertCounted(Row row, MeterRegistry registry) {
		long counted = seriesOf((PrometheusMeterRegistry) registry, row.meter().replace('.', '_'));
		assertThat(row.product()).as("formula of " + row.meter()).isEqualTo(counted);
		assertThat(row.figures()).as(row.meter()).containsExactly(fleets(counted));
	}

	private static long seriesOf(PrometheusMeterRegistry registry, String prefix) {
		return registry.scrape().lines().filter((line) -> !line.startsWith("#") && line.startsWith(prefix)).count();
	}

	private static Long[] fleets(long instance) {
		return Arrays.stream(FLEETS).mapToObj((instances) -> instances * instance).toArray(Long[]::new);
	}

	private static PropertiesMeterFilter filter(PropertySource<?> source) {
		Binder binder = new Binder(ConfigurationPropertySources.from(source));
		return new PropertiesMeterFilter(binder.bind("management.metrics", MetricsProperties.class).get());
	}

	private List<Row> rows(String header) {
		List<Row> rows = new ArrayList<>();
		this.page.lines()
			.dropWhile((line) -> !line.startsWith(header))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.forEach((line) -> rows.add(Row.parse(line)));
		return rows;
	}

	private MatchResult first(String pattern) {
		return Pattern.compile(pattern, Pattern.DOTALL).matcher(this.page).results().findFirst().orElseThrow();
	}

	private static String read(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Row(String meter, long product, List<Long> figures) {

		static Row parse(String line) {
			String[] cells = line.split("\\|");
			long product = Pattern.compile("\\d+")
				.matcher(cells[2])
				.results()
				.mapToLong((number) -> Long.parseLong(number.group()))
				.reduce(1, (a, b) -> a * b);
			List<Long> figures = Arrays.stream(cells, 3, 6)
				.map((cell) -> Long.valueOf(cell.strip().replace(",", "")))
				.toList();
			return new Row(cells[1].strip().replace("`", ""), product, figures);
		}

	}

}
