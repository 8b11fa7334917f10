package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.demo.RequiresTool;

import static io.github.tencentcloud.resilience.demo.page.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uses the page in a real browser, as people do.
 */
@RequiresTool({ "chromium", "chromedriver" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@LiveDemo
abstract class LivePage {

	Browser browser;

	@Autowired
	LiveFeed feed;

	@Autowired
	TencentCloudResilienceControl control;

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

	@AfterEach
	void endSwitches() {
		this.control.endAll();
	}

	String root() {
		return "http://127.0.0.1:" + this.port + "/";
	}

	void choose(String scenario) {
		this.browser.find("#scenarios button[value=" + scenario + "]").click();
	}

	/** A figure and its note. */
	String figure(String name) {
		return String.valueOf(this.browser.run("""
				return [...document.querySelectorAll(`#figures [data-row='${arguments[0]}'] dd`)]
				  .map((e) => e.textContent).join('|')""", name));
	}

	/** Opens the first rows, as many as may be. */
	void openRows() {
		this.browser.run("[...document.querySelectorAll('#calls .opener')].slice(0, 3).forEach((e) => e.click())");
		assertThat(this.browser.all("#calls .detail")).hasSize(3);
	}

	List<String> pressed() {
		return this.browser.texts("#scenarios [aria-pressed=true]");
	}

}
