package io.github.tencentcloud.resilience.sdk;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that idle connections are given up before the server does so, and what it would
 * cost if they were not: {@code -Dsdk.stale=200} prints a table, with as many writes of
 * each caller.
 */
@Tag("integration")
class StaleConnectionsTests {

	private static final int CALLERS = 20;

	private static final Duration KEPT = Duration.ofMillis(150);

	private static final Integer CALLS = Integer.getInteger("sdk.stale");

	@Test
	void writeDoesNotFailWhereTheServerKeepsConnectionsForLonger() throws Exception {
		StaleConnections.Result result = StaleConnections.measure(KEPT, KEPT.multipliedBy(10), CALLERS, 3);
		assertThat(result.failed()).isZero();
		assertThat(result.received()).isEqualTo(CALLERS * 3);
		assertThat(result.connections()).as("some are used again").isLessThan(CALLERS * 3);
	}

	@Test
	void table() throws Exception {
		if (CALLS == null) {
			return;
		}
		System.out.println("| the server keeps | writes | received | failed | connections |");
		for (int millis : new int[] { 50, 100, 140, 150, 160, 200, 300, 600 }) {
			System.out.println(
					"| " + millis + " ms " + StaleConnections.measure(KEPT, Duration.ofMillis(millis), CALLERS, CALLS));
		}
	}

}
