package io.github.tencentcloud.resilience.demo.page;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static io.github.tencentcloud.resilience.demo.page.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uses the page in a real browser, as people do.
 */
@RequiresTool({ "chromium", "chromedriver" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@LiveDemo
class PageTests {

	private Browser browser;

	@Autowired
	private LiveFeed feed;

	@LocalServerPort
	private int port;

	@BeforeAll
	void startBrowser() {
		this.browser = new Browser();
	}

	@AfterAll
	void quitBrowser() {
		this.browser.close();
	}

	@BeforeEach
	void open() {
		this.browser.emulate("light", 1280, 1000);
		this.browser.open(root());
		eventually(() -> assertThat(this.browser.texts("#connection")).containsExactly("Live"));
		eventually(() -> assertThat(this.browser.all("#scenarios button")).isNotEmpty());
	}

	@Test
	void anOutageOpensABreakerAndNormalClosesIt() {
		this.browser.find("#scenarios button[value=normal]").click();
		eventually(() -> assertThat(this.browser.texts("#breakers .state")).isNotEmpty().containsOnly("closed"));
		this.browser.find("#scenarios button[value=outage]").click();
		eventually(() -> assertThat(state("cvm-ap-guangzhou")).isEqualTo("open"));
		eventually(() -> assertThat(this.browser.texts("#sums th")).contains("InternalError",
				"ClientError.HttpStatusCodeError.503", "ClientError.CircuitBreakerOpen"));
		eventually(() -> assertThat(this.browser.texts("#news").get(0)).startsWith("Circuit breaker opened: "));
		this.browser.find("#scenarios button[value=normal]").click();
		eventually(() -> assertThat(this.browser.texts("#breakers .state")).isNotEmpty().containsOnly("closed"));
		eventually(() -> assertThat(this.browser.texts("#news").get(0)).startsWith("Circuit breaker closed: "));
	}

	@Test
	void showsWhatGoesOn() {
		this.browser.find("#scenarios button[value=throttled]").click();
		eventually(() -> {
			assertThat(this.browser.texts("#sums tr")).anyMatch((row) -> row.startsWith("OKnone"))
				.anyMatch((row) -> row.startsWith("RequestLimitExceededthrottled"));
			assertThat(Integer.parseInt(this.browser.texts("[data-decision=retry] .number").get(0))).isPositive();
		});
		eventually(() -> assertThat(this.browser.texts("#calls tr")).anyMatch(
				(row) -> row.contains("RequestLimitExceeded") && row.contains("retry (throttled)") && hasId(row)));
		eventually(() -> assertThat(this.browser.texts("#calls tr"))
			.anyMatch((row) -> row.contains("OKnone") && hasId(row)));
		assertThat(this.browser.texts("#figures dd").get(0)).matches("\\d+\\.\\d");
		assertThat(drawnColours()).isGreaterThan(2);
	}

	@Test
	void isUsedByKeyboardAlone() {
		this.browser.tabTo("#scenarios button[value=flaky]");
		assertThat(this.browser.texts("#sentence").get(0)).startsWith("Three requests of ten go wrong");
		assertThat((Long) this.browser.run("return parseInt(getComputedStyle(document.activeElement).outlineWidth)"))
			.isGreaterThanOrEqualTo(2);
		this.browser.press(Keys.ENTER);
		eventually(() -> assertThat(pressed()).containsExactly("flaky"));
		this.browser.tabTo("#failures");
		this.browser.press(Keys.SPACE);
		eventually(() -> assertThat(this.browser.texts("#calls .code")).isNotEmpty().doesNotContain("OK"));
		this.browser.tabTo("#pause");
		this.browser.press(Keys.SPACE);
		eventually(() -> assertThat(this.browser.texts("#connection")).containsExactly("Paused"));
		long number = this.feed.state().number();
		List<String> before = this.browser.texts("#calls .request-id");
		eventually(() -> assertThat(this.feed.state().number()).isGreaterThan(number + 2));
		assertThat(this.browser.texts("#calls .request-id")).isEqualTo(before);
		this.browser.press(Keys.SPACE);
		eventually(() -> assertThat(this.browser.texts("#calls .request-id")).isNotEqualTo(before));
	}

	@Test
	void writesNothingToTheConsoleAndAsksNoOtherHost() {
		this.browser.console();
		this.browser.requests();
		open();
		this.browser.find("#scenarios button[value=garbage]").click();
		eventually(() -> assertThat(pressed()).containsExactly("garbage"));
		long number = this.feed.state().number();
		eventually(() -> assertThat(this.feed.state().number()).isGreaterThan(number + 2));
		assertThat(this.browser.console()).isEmpty();
		assertThat(this.browser.requests()).contains(root(), root() + "page/main.js", root() + "scenario/garbage")
			.allMatch((url) -> url.startsWith(root()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 360, 768, 1280 })
	void fitsTheScreen(int width) {
		this.browser.find("#scenarios button[value=outage]").click();
		eventually(() -> assertThat(this.browser.texts("#sums th")).contains("ClientError.HttpStatusCodeError.503"));
		this.browser.emulate("light", width, 800);
		eventually(() -> assertThat(this.browser.run("return innerWidth")).isEqualTo((long) width));
		eventually(() -> assertThat((Long) this.browser.run("return document.documentElement.scrollWidth"))
			.isLessThanOrEqualTo(width));
		assertThat((List<?>) this.browser
			.run("""
					return [...document.querySelectorAll('body *')]
					  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.visually-hidden, thead'))
					  .map((e) => e.outerHTML)"""))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "light,1280", "dark,1280", "light,360", "dark,360" })
	void isAccessible(String theme, int width) {
		this.browser.emulate(theme, width, 1000);
		this.browser.find("#scenarios button[value=outage]").click();
		eventually(() -> assertThat(this.browser.texts("#breakers .state")).contains("open"));
		eventually(() -> assertThat(this.browser.all("#calls tr")).hasSizeGreaterThan(20));
		this.browser.find("#pause").click();
		assertThat(this.browser.violations()).isEmpty();
		this.browser.picture(theme + "-" + width);
	}

	/** A column must stand out from its ground: WCAG 2.2 asks for 3 to 1. */
	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void theColoursOfTheChartStandOut(String theme) {
		this.browser.emulate(theme, 1280, 1000);
		double surface = luminance("surface");
		for (String tone : List.of("ok", "limit", "fault", "network", "refused", "auth", "money", "other")) {
			assertThat(contrast(surface, luminance("tone-" + tone))).as(tone).isGreaterThanOrEqualTo(3);
		}
		assertThat(contrast(luminance("text"), luminance("ground"))).isGreaterThanOrEqualTo(7);
	}

	@Test
	void changesItsThemeWithThePersons() {
		Object light = this.browser.run("return getComputedStyle(document.body.parentElement).backgroundColor");
		this.browser.emulate("dark", 1280, 1000);
		assertThat(this.browser.run("return getComputedStyle(document.body.parentElement).backgroundColor"))
			.isNotEqualTo(light);
	}

	@Test
	void movesNothingForThoseWhoDoNotWantIt() {
		this.browser.media("prefers-reduced-motion", "reduce");
		assertThat(this.browser.run("return getComputedStyle(document.querySelector('button')).transitionDuration"))
			.isEqualTo("0s");
	}

	@Test
	void whatAServerSaysIsTextAndNotMarkup() {
		String markup = "<img src=x onerror=\"document.title='pwned'\">";
		this.browser.find("#failures").click();
		eventually(() -> {
			// Again and again, since others fail meanwhile, and the page shows the last
			// ones.
			this.feed.ended(new FinishedCall(0, "sms", markup, markup, "unknown", "fail", 1, 5, markup));
			assertThat(this.browser.texts("#calls .code")).contains(markup);
			assertThat(this.browser.texts("#calls .request-id")).contains(markup);
		});
		assertThat(this.browser.all("main img")).isEmpty();
		// And if it were not: the policy of the page refuses markup as a whole.
		assertThat(this.browser.run("""
				try { document.getElementById('news').innerHTML = '<b>x</b>'; return 'taken'; }
				catch (error) { return error.name; }""")).isEqualTo("TypeError");
	}

	private String root() {
		return "http://127.0.0.1:" + this.port + "/";
	}

	private String state(String breaker) {
		return String.valueOf(this.browser.run(
				"return document.querySelector(`#breakers [data-row='${arguments[0]}'] .state`)?.textContent",
				breaker));
	}

	private List<String> pressed() {
		return this.browser.texts("#scenarios [aria-pressed=true]");
	}

	private static boolean hasId(String row) {
		return row.matches("(?s).*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.*");
	}

	/** How many different colours there are in the chart. */
	private long drawnColours() {
		return (Long) this.browser
			.run("""
					const canvas = document.getElementById('chart');
					const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
					const counts = new Map();
					pixels.forEach((pixel) => counts.set(pixel, (counts.get(pixel) ?? 0) + 1));
					return [...counts.values()].filter((count) => count > 100).length;""");
	}

	/** The relative luminance of a colour of the style sheet, as WCAG defines it. */
	private double luminance(String name) {
		String colour = String.valueOf(this.browser.run(
				"return getComputedStyle(document.documentElement).getPropertyValue('--' + arguments[0]).trim()",
				name));
		assertThat(colour).matches("#[0-9a-f]{6}");
		double[] weights = { 0.2126, 0.7152, 0.0722 };
		return IntStream.range(0, 3).mapToDouble((i) -> {
			double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255d;
			return weights[i] * ((part <= 0.04045) ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
		}).sum();
	}

	private static double contrast(double one, double other) {
		return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
	}

}
