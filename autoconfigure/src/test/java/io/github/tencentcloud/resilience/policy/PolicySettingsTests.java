package io.github.tencentcloud.resilience.policy;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PolicySettings}.
 */
class PolicySettingsTests {

	private static final PolicySettings NOTHING = new PolicySettings(null, null, null, null, null, null, null, null,
			null);

	private static final Policy BASE = new Policy("base", Decision.CIRCUIT_BREAK, 2, Duration.ofMillis(500), 2,
			Duration.ofMillis(250), Duration.ofSeconds(5), true, BeforeRetry.CORRECT_CLOCK, "why not");

	@Test
	void nothingWrittenLeavesAllButTheName() {
		assertThat(NOTHING.over("base", BASE)).isEqualTo(BASE);
		assertThat(NOTHING.over("other", BASE).name()).isEqualTo("other");
	}

	@Test
	void everyFieldIsOverlaidAlone() {
		assertOverlaid("decision", new PolicySettings(Decision.RETRY, null, null, null, null, null, null, null, null),
				Decision.RETRY);
		assertOverlaid("maxRetries", new PolicySettings(null, 7, null, null, null, null, null, null, null), 7);
		assertOverlaid("delay",
				new PolicySettings(null, null, Duration.ofSeconds(1), null, null, null, null, null, null),
				Duration.ofSeconds(1));
		assertOverlaid("multiplier", new PolicySettings(null, null, null, 1.5, null, null, null, null, null), 1.5);
		assertOverlaid("jitter",
				new PolicySettings(null, null, null, null, Duration.ofMillis(1), null, null, null, null),
				Duration.ofMillis(1));
		assertOverlaid("maxDelay",
				new PolicySettings(null, null, null, null, null, Duration.ofSeconds(9), null, null, null),
				Duration.ofSeconds(9));
		assertOverlaid("onlyIdempotent", new PolicySettings(null, null, null, null, null, null, false, null, null),
				false);
		assertOverlaid("beforeRetry",
				new PolicySettings(null, null, null, null, null, null, null, BeforeRetry.NONE, null), BeforeRetry.NONE);
		assertOverlaid("why", new PolicySettings(null, null, null, null, null, null, null, null, "because"), "because");
	}

	@Test
	void zeroIsASettingToo() {
		Policy policy = new PolicySettings(null, 0, Duration.ZERO, 1.0, Duration.ZERO, Duration.ZERO, null, null, null)
			.over("base", BASE);
		assertThat(policy.maxRetries()).isZero();
		assertThat(policy.delay()).isZero();
		assertThat(policy.jitter()).isZero();
		assertThat(policy.maxDelay()).isZero();
		assertThat(policy.retries()).isFalse();
	}

	@Test
	void longerDelayLiftsACapThatNobodyWrote() {
		Policy policy = new PolicySettings(null, null, Duration.ofSeconds(10), null, null, null, null, null, null)
			.over("base", BASE);
		assertThat(policy.maxDelay()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void capUnderTheDelayIsRefused() {
		assertRefused(new PolicySettings(null, null, Duration.ofSeconds(10), null, null, Duration.ofSeconds(9), null,
				null, null), "'max-delay'");
		assertRefused(new PolicySettings(null, null, null, null, null, Duration.ofMillis(499), null, null, null),
				"'max-delay'");
	}

	@Test
	void impossibleValuesAreRefused() {
		assertRefused(new PolicySettings(null, -1, null, null, null, null, null, null, null), "'max-retries'");
		assertRefused(new PolicySettings(null, null, Duration.ofMillis(-1), null, null, null, null, null, null),
				"'delay'");
		assertRefused(new PolicySettings(null, null, null, 0.99, null, null, null, null, null), "'multiplier'");
		assertRefused(new PolicySettings(null, null, null, Double.NaN, null, null, null, null, null), "'multiplier'");
		assertRefused(new PolicySettings(null, null, null, null, Duration.ofMillis(-1), null, null, null, null),
				"'jitter'");
		assertRefused(new PolicySettings(null, null, null, null, null, Duration.ofMillis(-1), null, null, null),
				"'max-delay'");
	}

	@Test
	void policyRetriesOnlyIfDecisionAndNumberAllowIt() {
		assertThat(BASE.retries()).as("nothing can correct a clock").isFalse();
		PolicySettings free = new PolicySettings(null, null, null, null, null, null, null, BeforeRetry.NONE, null);
		assertThat(free.over("p", BASE).retries()).isTrue();
		assertThat(Policy.of("p", Decision.RETRY).retries()).isFalse();
		assertThat(new PolicySettings(Decision.FAIL, 3, null, null, null, null, null, null, null).over("p", BASE)
			.retries()).isFalse();
	}

	/** The field is as written and every other one as it was. */
	private static void assertOverlaid(String field, PolicySettings written, Object expected) {
		Policy policy = written.over("base", BASE);
		assertThat(policy).as(field).hasFieldOrPropertyWithValue(field, expected);
		assertThat(policy).as(field).usingRecursiveComparison().ignoringFields(field).isEqualTo(BASE);
		assertThat(policy).as(field).isNotEqualTo(BASE);
	}

	private static void assertRefused(PolicySettings settings, String field) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings.over("base", BASE))
			.withMessageStartingWith(field);
	}

}
