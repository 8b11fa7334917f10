package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls that begin while something is switched.
 */
class SwitchedCallsTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final TestClock clock = new TestClock();

	private final TencentCloudResilienceControl control = new TencentCloudResilienceControl(this.clock,
			this.clock.time());

	@Test
	void withRetriesOffNothingIsRepeatedAndEachWishIsCounted() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.json((exchange.number() < 3) ? Scene.error("RequestLimitExceeded") : Scene.OK),
				(builder) -> builder.control(this.control))) {
			this.control.switchRetriesOff("cvm", HOUR);
			assertThat(scene.call("DescribeInstances").map((body) -> "good").onErrorReturn("bad").block(Scene.LIMIT))
				.isEqualTo("bad");
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.retries("off")).isOne();
			assertThat(scene.filter.retries("exhausted")).isZero();
			this.clock.advance(HOUR);
			assertThat(scene.read()).isEqualTo(Scene.OK);
			assertThat(scene.requests()).isEqualTo(3);
			assertThat(scene.filter.retries("recovered")).isOne();
		}
	}

	@Test
	void modeIsSwitchedBetweenTwoCalls() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(Scene.error("InvalidParameter")),
				(builder) -> builder.control(this.control))) {
			this.control.switchMode(Mode.OBSERVE, null, HOUR);
			assertThat(scene.read()).contains("InvalidParameter");
			this.control.endAll();
			assertThat(scene.call("DescribeInstances").onErrorReturn("thrown").block(Scene.LIMIT)).isEqualTo("thrown");
		}
	}

}
