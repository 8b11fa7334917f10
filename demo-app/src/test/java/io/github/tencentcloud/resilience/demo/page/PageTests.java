package io.github.tencentcloud.resilience.demo.page;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static io.github.tencentcloud.resilience.demo.page.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether everybody can use the page.
 */
class PageTests extends LivePage {

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
		eventually(() -> assertThat(this.browser.texts("#sums tr")).anyMatch((row) -> row.startsWith("OKnone"))
			.anyMatch((row) -> row.startsWith("RequestLimitExceededthrottled")));
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
		eventually(() -> assertThat(this.browser.texts("#calls .one .code")).isNotEmpty().doesNotContain("OK"));
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
	@ValueSource(ints = { 320, 360, 390, 768, 1280 })
	void fitsTheScreen(int width) {
		this.browser.find("#scenarios button[value=outage]").click();
		eventually(() -> assertThat(this.browser.texts("#sums th")).contains("ClientError.HttpStatusCodeError.503"));
		openRows();
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
	@CsvSource({ "light,1280", "dark,1280", "light,390", "dark,390" })
	void isAccessible(String theme, int width) {
		this.browser.emulate(theme, width, 1000);
		this.browser.find("#scenarios button[value=outage]").click();
		eventually(() -> assertThat(this.browser.texts("#breakers .state")).contains("open"));
		eventually(() -> assertThat(this.browser.all("#calls tr")).hasSizeGreaterThan(20));
		this.control.switchRetriesOff("sms", Duration.ofHours(1));
		eventually(() -> assertThat(figure("Mode")).startsWith("switched"));
		openRows();
		this.browser.find("#pause").click();
		assertThat(this.browser.violations()).isEmpty();
		this.browser.picture(theme + "-" + width);
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
			this.feed
				.ended(new FinishedCall(0, "sms", markup, markup, "unknown", "fail", 1, 5, markup, List.of(), markup));
			assertThat(this.browser.texts("#calls .code")).contains(markup);
			assertThat(this.browser.texts("#calls .request-id")).contains(markup);
		});
		assertThat(this.browser.all("main img")).isEmpty();
		// And if it were not: the policy of the page refuses markup as a whole.
		assertThat(this.browser.run("""
				try { document.getElementById('news').innerHTML = '<b>x</b>'; return 'taken'; }
				catch (error) { return error.name; }""")).isEqualTo("TypeError");
	}

	private String state(String breaker) {
		return String.valueOf(this.browser.run(
				"return document.querySelector(`#breakers [data-row='${arguments[0]}'] .state`)?.textContent",
				breaker));
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

}
