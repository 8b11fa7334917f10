package io.github.tencentcloud.resilience.demo.page;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Chromium without a window. Both programs are the machine's own, so that they always
 * fit each other; nothing is downloaded.
 */
final class Browser implements AutoCloseable {

	private final ChromeDriver driver;

	Browser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(program("chromium"));
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--disable-background-networking", "--disable-component-update", "--no-first-run");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
		logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		this.driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(program("chromedriver"))
			.usingAnyFreePort()
			.withSilent(true)
			.build(), options);
		this.driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
	}

	private static File program(String name) {
		return Arrays.stream(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
			.map((directory) -> new File(directory, name))
			.filter(File::canExecute)
			.findFirst()
			.orElseThrow();
	}

	void open(String url) {
		this.driver.get(url);
	}

	/**
	 * Shows the page as a person has set it up: {@code light} or {@code dark}, and how
	 * wide.
	 */
	void emulate(String theme, int width, int height) {
		media("prefers-color-scheme", theme);
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
	}

	void media(String feature, String value) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", feature, "value", value))));
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/** The texts of elements, all read at one moment. */
	@SuppressWarnings("unchecked")
	List<String> texts(String selector) {
		return (List<String>) run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)",
				selector);
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/** Runs a script whose last argument is told the result. */
	Object runAsync(String script, Object... arguments) {
		return this.driver.executeAsyncScript(script, arguments);
	}

	void press(CharSequence... keys) {
		for (CharSequence key : keys) {
			new Actions(this.driver).sendKeys(key).perform();
		}
	}

	/** Walks on with the Tab key until an element has the focus. */
	void tabTo(String selector) {
		for (int i = 0; i < 40; i++) {
			press(Keys.TAB);
			if (Boolean.TRUE.equals(run("return document.activeElement.matches(arguments[0])", selector))) {
				return;
			}
		}
		throw new AssertionError("The Tab key never comes to " + selector);
	}

	/** What axe-core finds wrong with the page, one line each. */
	List<String> violations() {
		String report = (String) this.driver.executeAsyncScript(
				axe() + """
						;const done = arguments[arguments.length - 1];
						axe.run({ resultTypes: ['violations', 'incomplete'] }).then((results) => done(JSON.stringify([
						  ...results.violations, ...results.incomplete.filter(({ id }) => id === 'color-contrast')
						].map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html, any }) =>
						  `${html} ${any.map(({ message }) => message)}`)}`))), (error) => done(JSON.stringify([String(error)])));
						""");
		return JsonMapper.shared().readerForListOf(String.class).readValue(report);
	}

	private static String axe() {
		try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What has been written to the console since the last look. */
	List<String> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
	}

	/** The addresses that have been asked for since the last look. */
	List<String> requests() {
		return this.driver.manage()
			.logs()
			.get(LogType.PERFORMANCE)
			.getAll()
			.stream()
			.map((entry) -> JsonMapper.shared().readTree(entry.getMessage()).path("message"))
			.filter((message) -> message.path("method").asString().equals("Network.requestWillBeSent"))
			.map((message) -> message.path("params").path("request").path("url").asString())
			.toList();
	}

	/** Takes a picture of the whole page, for whoever wants to see what a test saw. */
	void picture(String name) {
		JsonNode picture = JsonMapper.shared()
			.valueToTree(this.driver.executeCdpCommand("Page.captureScreenshot",
					Map.of("format", "png", "captureBeyondViewport", true)));
		try {
			Path file = Path.of("target", "page", name + ".png");
			Files.createDirectories(file.getParent());
			Files.write(file, Base64.getDecoder().decode(picture.path("data").asString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void eventually(ThrowingRunnable assertion) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptionsInstanceOf(org.openqa.selenium.StaleElementReferenceException.class)
			.untilAsserted(assertion);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
