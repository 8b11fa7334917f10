package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fate}.
 */
class FateTests {

	@Test
	void whatWentWellAtOnceHasNone() {
		Fate fate = fate(CallOutcome.SUCCESS, "OK", 1, null);
		assertThat(fate).isNull();
		assertThat(Fate.sentence(fate, 1)).isEqualTo("Succeeded at once.");
	}

	@Test
	void aSuccessWithRetriesWasRescuedFromItsFirstCode() {
		Fate fate = fate(CallOutcome.SUCCESS, "OK", 3, null);
		assertThat(fate).isEqualTo(new Fate(Fate.Kind.RESCUED, "InternalError"));
		assertThat(Fate.sentence(fate, 3)).isEqualTo("Rescued: attempt 3 succeeded.");
	}

	@Test
	void aFailureSaysWhyItWasNotRepeated() {
		Fate fate = fate(CallOutcome.FAILURE, "InternalError", 1, NoRetryReason.NOT_IDEMPOTENT);
		assertThat(fate).isEqualTo(new Fate(Fate.Kind.NOT_REPEATED, "it may have been executed"));
		assertThat(Fate.sentence(fate, 1)).isEqualTo("Not repeated, since it may have been executed.");
	}

	@Test
	void aFailureAfterRetriesSaysWhyTheyEnded() {
		Fate fate = fate(CallOutcome.FAILURE, "InternalError", 2, NoRetryReason.BREAKER);
		assertThat(Fate.sentence(fate, 2))
			.isEqualTo("Failed in spite of a retry; no further one, since the circuit breaker opened meanwhile.");
		assertThat(Fate.sentence(fate, 4)).startsWith("Failed in spite of 3 retries;");
	}

	@Test
	void aRefusalSaysWhoRefused() {
		assertThat(Fate.sentence(fate(CallOutcome.REJECTED, "ClientError.CircuitBreakerOpen", 0, null), 0))
			.isEqualTo("Refused before its first attempt, since the circuit breaker was open. Nothing was sent.");
		assertThat(fate(CallOutcome.REJECTED, "ClientError.Throttled.BulkheadFull", 0, null).why())
			.isEqualTo("there was no room for it in time");
		assertThat(fate(CallOutcome.REJECTED, "ClientError.CallTimeout", 0, null).why())
			.isEqualTo("its deadline had passed");
		assertThat(fate(CallOutcome.REJECTED, "ClientError.CredentialError", 0, null).why())
			.isEqualTo("ClientError.CredentialError");
	}

	@ParameterizedTest
	@EnumSource(NoRetryReason.class)
	void thereAreWordsForEachReason(NoRetryReason reason) {
		assertThat(fate(CallOutcome.FAILURE, "InternalError", 1, reason).why()).matches("[a-z][a-z' -]+");
	}

	private static @Nullable Fate fate(CallOutcome outcome, String code, int attempts, @Nullable NoRetryReason reason) {
		return Fate.of(
				new TencentCloudCallResult(new TencentCloudCall("cvm", "A", null, "none", "localhost", "POST"), code,
						"transient", "retry", outcome, null, attempts, 1, reason),
				List.of(new Attempt("InternalError", 200, 0, 5, null)));
	}

}
