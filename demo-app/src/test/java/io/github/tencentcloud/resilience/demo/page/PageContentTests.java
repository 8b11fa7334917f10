package io.github.tencentcloud.resilience.demo.page;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.tencentcloud.resilience.Mode;

import static io.github.tencentcloud.resilience.demo.page.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page tells of each scenario.
 */
class PageContentTests extends LivePage {

	@Test
	void breakersAreSeenOpeningWithoutScrolling() {
		this.browser.emulate("light", 1280, 900);
		choose("normal");
		eventually(() -> assertThat(this.browser.texts("#breakers .state")).hasSize(9).containsOnly("closed"));
		Object before = tops();
		choose("outage");
		eventually(() -> assertThat(this.browser.texts("#breakers .state")).contains("open"));
		assertThat(this.browser.run("return scrollY")).isEqualTo(0L);
		assertThat((List<?>) this.browser.run("""
				return [...document.querySelectorAll('section:has(#breakers), #breakers li, #scenarios, #promise')]
				  .map((e) => e.getBoundingClientRect())
				  .filter(({ top, bottom }) => top < 0 || bottom > innerHeight || bottom === top)""")).isEmpty();
		assertThat(tops()).isEqualTo(before);
	}

	@Test
	void aHalfOpenBreakerCountsItsTrialCalls() {
		choose("outage");
		eventually(() -> assertThat(this.browser.texts("#breakers [data-state=HALF_OPEN]"))
			.anyMatch((breaker) -> breaker.matches(".*half-open [012] of 2 trial calls")));
	}

	@Test
	void theStatusSaysFineWhatTheBodiesSayIsNot() {
		choose("auth-broken");
		eventually(() -> {
			assertThat(this.browser.texts("#promise dt").subList(0, 2)).containsExactly("By HTTP status",
					"By what the bodies say");
			assertThat(this.browser.texts("#promise .share").subList(0, 2)).containsExactly("100 % fine", "0 % fine");
		});
		assertThat(this.browser.texts("#attempts").get(0)).matches("of \\d+ attempts");
	}

	@Test
	void showsWhatBecameOfRetries() {
		choose("flaky");
		eventually(() -> {
			assertThat(fate("rescued")).isPositive();
			assertThat(reasons("rescued")).contains("InternalError");
			assertThat(fate("not-repeated")).isPositive();
			assertThat(reasons("not-repeated")).contains("it may have been executed");
		});
		choose("throttled");
		eventually(() -> {
			assertThat(fate("in-vain")).isPositive();
			assertThat(reasons("not-repeated")).contains("max-attempts is reached");
		});
	}

	@Test
	void itemsShowWhatTheCodesDoNot() {
		choose("failed-items");
		eventually(() -> {
			assertThat(this.browser.texts("#promise .share").get(2)).matches("\\d\\d % fine");
			assertThat(figure("Items in answers"))
				.matches("\\d+ of \\d+ failed\\|LimitExceeded\\.PhoneNumberDailyLimit");
		});
		choose("normal");
		eventually(() -> assertThat(figure("Items in answers")).matches("all fine\\|\\d+ items inside of successes"));
	}

	@Test
	void showsThatTheClockIsWrong() {
		choose("normal");
		// Else what was before may refuse the retry that puts the clock right.
		eventually(() -> {
			assertThat(figure("Clock")).isEqualTo("right|no signature has expired");
			assertThat(figure("Held back")).isEqualTo("none|nothing is paced");
			assertThat(figure("Succeeded")).startsWith("100 %");
		});
		choose("wrong-clock");
		eventually(() -> {
			assertThat(figure("Clock")).matches("10 min behind\\|put right in signatures, \\d products?");
			assertThat(reasons("rescued")).contains("AuthFailure.SignatureExpire");
		});
		choose("normal");
		eventually(() -> assertThat(figure("Clock")).isEqualTo("right|no signature has expired"));
	}

	@Test
	void showsBudgetPacingAndSwitches() {
		choose("throttled");
		eventually(() -> {
			assertThat(figure("Held back")).matches("\\d+ calls?\\|by pacing or a limit, [\\d.]+ m?s each");
			assertThat(figure("Retry budget")).matches("\\d+ %\\|[a-z]+ has the least, \\d+ of 500 tokens");
		});
		assertThat(figure("Mode")).isEqualTo("enforce|as configured, nothing is switched");
		this.control.switchRetriesOff("sms", Duration.ofHours(1));
		eventually(() -> assertThat(figure("Mode"))
			.matches("switched\\|switched: no retries for sms until \\d\\d:\\d\\d:\\d\\d"));
		this.control.switchMode(Mode.OBSERVE, null, Duration.ofHours(1));
		eventually(() -> assertThat(figure("Mode")).startsWith("observe|switched: observe for all products until "));
		this.control.endAll();
		eventually(() -> assertThat(figure("Mode")).isEqualTo("enforce|as configured, nothing is switched"));
	}

	@Test
	void aRowOpensByKeyboardAndStandsStill() {
		choose("bad-request");
		this.browser.tabTo("#failures");
		this.browser.press(Keys.SPACE);
		eventually(() -> assertThat(this.browser.texts("#calls .one .code")).hasSizeGreaterThan(5)
			.containsOnly("InvalidParameterValue"));
		this.browser.tabTo("#calls .opener");
		assertThat(focused("aria-expanded")).isEqualTo("false");
		this.browser.press(Keys.ENTER);
		assertThat(focused("aria-expanded")).isEqualTo("true");
		assertThat(this.browser.texts("#" + focused("aria-controls") + " li")).singleElement()
			.asString()
			.matches("Attempt 1(no wait|waited .+)took .+ m?sstatus 200InvalidParameterValue[0-9a-f-]{36}");
		assertThat(this.browser.texts("#calls .verdict"))
			.containsExactly("Not repeated, since its policy has no retries.");
		List<String> rows = this.browser.texts("#calls .one");
		eventually(() -> assertThat(this.browser.texts("#still").get(0))
			.matches("Standing still while you read: \\d{2,} newer calls"));
		assertThat(this.browser.texts("#calls .one")).isEqualTo(rows);
		this.browser.press(Keys.ENTER);
		assertThat(focused("aria-expanded")).isEqualTo("false");
		assertThat(this.browser.all("#calls .detail")).isEmpty();
		this.browser.run("document.activeElement.blur()");
		eventually(() -> assertThat(this.browser.texts("#calls .one")).isNotEqualTo(rows));
		assertThat(this.browser.texts("#still")).containsExactly("");
	}

	@Test
	void anOpenRowTellsWhatEachAttemptCameTo() {
		FinishedCall call = new FinishedCall(0, "cvm", "Special", "ClientError.HttpStatusCodeError.503", "transient",
				"circuit-break", 2, 700, "r-1",
				List.of(new Attempt("InternalError", 200, 0, 30, "r-1"),
						new Attempt("ClientError.HttpStatusCodeError.503", 503, 600, 70, null)),
				"Failed in spite of a retry.");
		eventually(() -> {
			// Again and again, since the page shows the last ones.
			this.feed.ended(call);
			assertThat(this.browser
				.run("""
						const opener = [...document.querySelectorAll('#calls .opener')].find((e) => e.textContent === 'cvm.Special');
						opener?.click();
						return opener !== undefined;"""))
				.isEqualTo(true);
		});
		assertThat(this.browser.texts("#calls .trail li")).containsExactly(
				"Attempt 1no waittook 30 msstatus 200InternalErrorr-1",
				"Attempt 2waited 600 mstook 70 msstatus 503ClientError.HttpStatusCodeError.503no RequestId");
		assertThat(this.browser.texts("#calls .verdict")).containsExactly("Failed in spite of a retry.");
	}

	private Object tops() {
		return this.browser.run("""
				return ['#promise', '#figures', '#breakers', '#chart']
				  .map((part) => Math.round(document.querySelector(part).getBoundingClientRect().top))""");
	}

	private int fate(String kind) {
		return Integer.parseInt(this.browser.texts("[data-fate=" + kind + "] .count .number").get(0));
	}

	private List<String> reasons(String kind) {
		return this.browser.texts("[data-fate=" + kind + "] li span:last-child");
	}

	private String focused(String attribute) {
		return String.valueOf(this.browser.run("return document.activeElement.getAttribute(arguments[0])", attribute));
	}

}
