package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TencentCloudResilienceRuntimeHints}.
 */
class TencentCloudResilienceRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	TencentCloudResilienceRuntimeHintsTests() {
		new TencentCloudResilienceRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@ParameterizedTest
	@ValueSource(strings = { "catalogue.yml.flat", "actions.yml.flat", "streams.yml.flat", "names.yml.flat" })
	void tables(String name) {
		String resource = "io/github/tencentcloud/resilience/policy/" + name;
		assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(this.hints);
	}

	@Test
	void typesThatAreBound() {
		assertThat(RuntimeHintsPredicates.reflection().onType(CredentialProperties.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(CredentialProperties.AccountProperties.class))
			.accepts(this.hints);
	}

}
