package io.github.tencentcloud.resilience.actuate;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.PolicyResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttemptForecast}.
 */
class AttemptForecastTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final PolicyResolver policies;

	AttemptForecastTests() {
		Catalogue catalogue = Catalogue.load();
		this.policies = new PolicyResolver(CodeRules.empty(), catalogue.rules(), catalogue.policies(), "unknown");
	}

	@Test
	void throttledIsRepeatedWhateverItIs() {
		String expected = "The circuit breaker ignores it. Repeated up to 3 times, first after 500ms plus up to 250ms "
				+ "at random, then 2 times longer each, at most 5s, as far as the retry budget and the call's "
				+ "limit of 30s allow.";
		assertThat(read("RequestLimitExceeded")).isEqualTo(expected);
		assertThat(write("RequestLimitExceeded")).isEqualTo(expected);
	}

	@Test
	void illHealthIsRepeatedWhereThatIsSafe() {
		assertThat(read("InternalError")).startsWith("The circuit breaker counts a failure. Repeated up to 2 times");
		assertThat(write("InternalError"))
			.isEqualTo("The circuit breaker counts a failure. Not repeated, since it may have been executed.");
		assertThat(write("ClientError.NetworkError.ConnectTimeout")).contains("Repeated up to 2 times");
	}

	@Test
	void failureIsNot() {
		assertThat(read("UnauthorizedOperation")).isEqualTo(
				"The circuit breaker counts a success, since the endpoint answered. The caller gets the error at once.");
	}

	@Test
	void keyThatMayHaveBeenReplacedIsTriedOnceMore() {
		assertThat(read("AuthFailure.SignatureFailure"))
			.endsWith("The caller gets the error at once, unless this library signs and there is another key by now.");
	}

	@Test
	void remedies() {
		assertThat(read("AuthFailure.SignatureExpire"))
			.endsWith("Repeated once and at once, if the clock can be corrected.");
		assertThat(read("AuthFailure.TokenFailure"))
			.endsWith("Repeated once and at once, if the credentials can be refreshed.");
	}

	@Test
	void settingsOfTheActionCount() {
		assertThat(with(TestSettings.of(Mode.ENFORCE, false, LIMIT, LIMIT, 1, null)))
			.endsWith("Not repeated, since max-attempts is 1.");
		assertThat(with(TestSettings.of(Mode.ENFORCE, false, LIMIT, LIMIT, 2, null)))
			.contains("Repeated up to 1 time,");
		assertThat(with(TestSettings.withoutRetries())).endsWith("Not repeated, since retries are switched off.");
		assertThat(with(TestSettings.withMode(Mode.OFF))).isEqualTo("Nothing is done, since the mode is off.");
		assertThat(with(TestSettings.withMode(Mode.OBSERVE)))
			.startsWith("Only counted, since the mode is observe. In enforce: The circuit breaker");
	}

	@Test
	void durationsAsOneWritesThem() {
		assertThat(AttemptForecast.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
		assertThat(AttemptForecast.text(Duration.ofSeconds(90))).isEqualTo("90s");
	}

	private String read(String code) {
		return new AttemptForecast(CallSettings.DEFAULTS).of(this.policies.resolve("cvm", "none", code), true);
	}

	private String write(String code) {
		return new AttemptForecast(CallSettings.DEFAULTS).of(this.policies.resolve("cvm", "none", code), false);
	}

	private String with(CallSettings settings) {
		return new AttemptForecast(settings).of(this.policies.resolve("cvm", "none", "RequestLimitExceeded"), true);
	}

}
