package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeySuggestion}, {@link PropertySchema} and {@link Similarity}.
 */
class KeySuggestionTests {

	private final PropertySchema schema = PropertySchema.of(TencentCloudResilienceProperties.class);

	@ParameterizedTest
	@CsvSource({ "max-atempts, max-attempts", "MaxAtempts, max-attempts",
			"circuit-braker.failure-rate-treshold, circuit-breaker.failure-rate-threshold",
			"product.sms.host, products.sms.host",
			"products.sms.action.SendSms.codes.A.B, " + "products.sms.actions.SendSms.codes.A.B",
			"policies.a.b.c.delay, policies.[a.b.c].delay", "code.X.Y, codes.X.Y", "codes.X.Y, codes.X.Y" })
	void nearestKey(String key, String expected) {
		assertThat(suggestion(key.split("\\."), false)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "something.else, ", "policies.throttled, ", "timeout.attempt.more, " })
	void nothingNear(String key, String expected) {
		assertThat(suggestion(key.split("\\."), false)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "max_atempts, max-attempts", "maxatempts, max-attempts",
			"products_sms_max_attemps, " + "products.sms.max-attempts",
			"circuit_breaker_wait_duration_in_opn_state, " + "circuit-breaker.wait-duration-in-open-state" })
	void nearestKeyOfAVariable(String variable, String expected) {
		assertThat(suggestion(variable.split("_"), true)).isEqualTo(expected);
	}

	@Test
	void everyKeyOfTheSchemaSuggestsItself() {
		List<String> keys = new ArrayList<>();
		this.schema.forEachKey("", (key, type) -> keys
			.add((type instanceof PropertySchema.Table) ? key.substring(1) + ".X" : key.substring(1)));
		assertThat(keys).hasSizeGreaterThan(60).doesNotHaveDuplicates();
		assertThat(keys).allSatisfy((key) -> {
			KeySuggestion suggestion = KeySuggestion.of(this.schema, List.of(key.split("\\.")), false);
			assertThat(suggestion).isEqualTo(new KeySuggestion(key, 0));
		});
	}

	@Test
	void elsewhere() {
		assertThat(KeySuggestion.elsewhere(this.schema, "p", "holdBack")).containsExactly("p.envelope.hold-back");
		assertThat(KeySuggestion.elsewhere(this.schema, "p", "idempotent"))
			.containsExactly("p.products.<name>.actions.<name>.idempotent");
	}

	@ParameterizedTest
	@CsvSource({ "delay, delay, 0", "Max-Delay, maxDelay, 0", "retires, retries, 1", "thrtled, throttled, 2",
			"'', abc, 3", "kitten, sitting, 3" })
	void distance(String one, String other, int expected) {
		assertThat(Similarity.distance(one, other)).isEqualTo(expected);
		assertThat(Similarity.distance(other, one)).isEqualTo(expected);
	}

	@Test
	void nearestName() {
		List<String> names = List.of("auth", "quota", "throttled");
		assertThat(Similarity.nearest("throtled", names)).isEqualTo("throttled");
		assertThat(Similarity.nearest("AUT", names)).isEqualTo("auth");
		assertThat(Similarity.nearest("xyz", names)).isNull();
	}

	private @Nullable String suggestion(String[] elements, boolean variable) {
		KeySuggestion suggestion = KeySuggestion.of(this.schema, List.of(elements), variable);
		return (suggestion != null) ? suggestion.key() : null;
	}

}
