package io.github.tencentcloud.resilience.demo.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.github.tencentcloud.resilience.demo.page.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The colours of codes: always the same, all different, those of the dashboards, and to
 * be told from their ground.
 */
class PageColourTests extends LivePage {

	/** What Grafana's names stand for, in its light and its dark theme. */
	private static final Map<String, List<String>> GRAFANA = Map.ofEntries(
			Map.entry("green", List.of("#56a64b", "#73bf69")),
			Map.entry("super-light-blue", List.of("#8ab8ff", "#c0d8ff")),
			Map.entry("light-blue", List.of("#5794f2", "#8ab8ff")), Map.entry("blue", List.of("#3274d9", "#5794f2")),
			Map.entry("semi-dark-blue", List.of("#1f60c4", "#3274d9")),
			Map.entry("dark-blue", List.of("#1250b0", "#1f60c4")),
			Map.entry("light-purple", List.of("#b877d9", "#ca95e5")),
			Map.entry("purple", List.of("#a352cc", "#b877d9")),
			Map.entry("super-light-red", List.of("#ff7383", "#ffa6b0")),
			Map.entry("red", List.of("#e02f44", "#f2495c")), Map.entry("dark-red", List.of("#ad0317", "#c4162a")),
			Map.entry("orange", List.of("#ff780a", "#ff9830")),
			Map.entry("super-light-orange", List.of("#ffb357", "#ffcb7d")),
			Map.entry("semi-dark-yellow", List.of("#e0b400", "#f2cc0c")),
			Map.entry("light-yellow", List.of("#fade2a", "#ffee52")));

	/** A code for each name that the dashboards give to one. */
	private static final List<String> NAMED = List.of("OK", "ClientError.CircuitBreakerOpen",
			"ClientError.NetworkError.ReadTimeout", "ClientError.HttpStatusCodeError.503", "ClientError.ParseJsonError",
			"ClientError.Throttled", "InternalError", "ServiceUnavailable", "RequestLimitExceeded", "LimitExceeded",
			"ResourceInsufficient", "AuthFailure.SignatureExpire", "AuthFailure.SignatureFailure",
			"UnauthorizedOperation", "InvalidParameterValue");

	/** Others, most of which the scenarios bring forth. */
	private static final List<String> OTHERS = List.of("ClientError.NetworkError.ConnectTimeout",
			"ClientError.NetworkError.Reset", "ClientError.HttpStatusCodeError.502", "ClientError.CallTimeout",
			"AuthFailure", "InvalidParameter", "InvalidParameter.SubUserFull", "ResourceInsufficient.Room",
			"LimitExceeded.BasePackageExpired", "LimitExceeded.PhoneNumberDailyLimit",
			"NovelOperation.NotYetDocumented", "FailedOperation", "ResourceNotFound");

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void areThoseOfTheDashboards(String theme) throws IOException {
		this.browser.emulate(theme, 1280, 1000);
		Map<String, String> fills = colours(NAMED, "fill");
		assertThat(named()).hasSize(NAMED.size());
		for (String code : NAMED) {
			JsonNode rule = named().stream()
				.filter((one) -> Pattern.matches(one.at("/matcher/options").asString().replaceAll("^/|/$", ""), code))
				.reduce((first, later) -> later)
				.orElseThrow();
			String name = rule.at("/properties/0/value/fixedColor").asString();
			assertThat(fills.get(code)).as(code).isEqualTo(GRAFANA.get(name).get(theme.equals("light") ? 0 : 1));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void aCodeHasAlwaysTheSameAndNoTwoHaveTheSame(String theme) {
		this.browser.emulate(theme, 1280, 1000);
		List<String> codes = new ArrayList<>(NAMED);
		codes.addAll(OTHERS);
		Map<String, String> fills = colours(codes, "fill");
		for (int i = 0; i < codes.size(); i++) {
			for (int j = i + 1; j < codes.size(); j++) {
				assertThat(difference(fills.get(codes.get(i)), fills.get(codes.get(j))))
					.as(codes.get(i) + " and " + codes.get(j))
					.isGreaterThan(15);
			}
		}
		open();
		this.browser.emulate(theme, 1280, 1000);
		Collections.reverse(codes);
		assertThat(colours(codes, "fill")).isEqualTo(fills);
	}

	/** WCAG 2.2 asks for 3 to 1 of what is to be told from its ground. */
	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void standOutByTheirEdge(String theme) {
		this.browser.emulate(theme, 1280, 1000);
		List<String> codes = new ArrayList<>(NAMED);
		codes.addAll(OTHERS);
		double surface = luminance(style("surface"));
		colours(codes, "edge")
			.forEach((code, edge) -> assertThat(contrast(surface, luminance(edge))).as(code).isGreaterThanOrEqualTo(3));
		assertThat(contrast(luminance(style("text")), luminance(style("ground")))).isGreaterThanOrEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void arePutOnThePage(String theme) {
		choose("unknown-code");
		this.browser.emulate(theme, 1280, 1000);
		List<String> codes = List.of("OK", "NovelOperation.NotYetDocumented");
		Map<String, String> fills = colours(codes, "fill");
		eventually(() -> {
			Map<String, String> shown = new HashMap<>();
			this.browser.texts("#sums th").forEach((code) -> shown.put(code, ""));
			assertThat(shown).containsKeys("OK", "NovelOperation.NotYetDocumented");
			for (String code : codes) {
				assertThat(this.browser
					.run("""
							const colour = (th) => getComputedStyle(th.querySelector('.swatch')).backgroundColor;
							const th = [...document.querySelectorAll('#sums th')].find((e) => e.textContent === arguments[0]);
							return '#' + colour(th).match(/\\d+/g).map((part) => Number(part).toString(16).padStart(2, '0')).join('');""",
							code))
					.isEqualTo(fills.get(code));
			}
		});
	}

	@SuppressWarnings("unchecked")
	private Map<String, String> colours(List<String> codes, String part) {
		return (Map<String, String>) this.browser.runAsync("""
				const [codes, part, done] = arguments;
				import('/page/colours.js').then(({ Colours }) => {
				  const colours = new Colours();
				  done(Object.fromEntries(codes.map((code) => [code, colours.of(code)[part]])));
				});""", codes, part);
	}

	/** Where several meet a code, the last of them counts. */
	private static List<JsonNode> named() throws IOException {
		try (InputStream colours = PageColourTests.class.getResourceAsStream("/watch/code-colors.json")) {
			return List.copyOf(JsonMapper.shared().readTree(colours).values());
		}
	}

	private String style(String name) {
		return String.valueOf(this.browser.run(
				"return getComputedStyle(document.documentElement).getPropertyValue('--' + arguments[0]).trim()",
				name));
	}

	/** How far two colours are from each other, with weights that resemble the eye's. */
	private static double difference(String one, String other) {
		double red = part(one, 0) - part(other, 0);
		double green = part(one, 1) - part(other, 1);
		double blue = part(one, 2) - part(other, 2);
		return Math.sqrt((2 * red * red + 4 * green * green + 3 * blue * blue) / 3);
	}

	/** The relative luminance of a colour, as WCAG defines it. */
	private static double luminance(String colour) {
		assertThat(colour).matches("#[0-9a-f]{6}");
		double[] weights = { 0.2126, 0.7152, 0.0722 };
		return IntStream.range(0, 3).mapToDouble((i) -> {
			double part = part(colour, i) / 255d;
			return weights[i] * ((part <= 0.04045) ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
		}).sum();
	}

	private static int part(String colour, int index) {
		return Integer.parseInt(colour.substring(1 + 2 * index, 3 + 2 * index), 16);
	}

	private static double contrast(double one, double other) {
		return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
	}

}
