package io.github.tencentcloud.resilience.demo.page;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Trail}.
 */
class TrailTests {

	@Test
	void knowsHowLongTheCallWaitedBeforeEachAttempt() {
		Trail trail = new Trail(millis(1000));
		trail.ended(result("InternalError", "r-1"), millis(1020), millis(1050));
		trail.ended(result("OK", "r-2"), millis(1650), millis(1680));
		assertThat(trail.attempts()).containsExactly(new Attempt("InternalError", 200, 20, 30, "r-1"),
				new Attempt("OK", 200, 600, 30, "r-2"));
	}

	private static TencentCloudAttemptResult result(String code, String requestId) {
		return new TencentCloudAttemptResult(code, "none", "none", requestId, 200, millis(30));
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
