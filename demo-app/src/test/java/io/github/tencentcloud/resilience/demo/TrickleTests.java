package io.github.tencentcloud.resilience.demo;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link Trickle}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TrickleTests {

	private final CallReporter reporter = mock(CallReporter.class);

	private final CallMix mix = mock(CallMix.class);

	@Test
	void logsEachCallUntilItStops(CapturedOutput output) {
		given(this.mix.get(anyLong())).willReturn(new Call("sms", "SendSms", Mono.empty()));
		given(this.reporter.report(any()))
			.willReturn(Mono.just(new CallReport("sms", "SendSms", "OK", "none", 1, Duration.ZERO)));
		Trickle trickle = trickle(100);
		trickle.start();
		assertThat(trickle.isRunning()).isTrue();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(output).contains("sms.SendSms → OK → none, 1 attempt, 0 ms"));
		trickle.stop();
		assertThat(trickle.isRunning()).isFalse();
	}

	@Test
	void makesNoCallsAtRateZero() {
		Trickle trickle = trickle(0);
		trickle.start();
		assertThat(trickle.isRunning()).isFalse();
		verifyNoInteractions(this.reporter);
	}

	private Trickle trickle(int callsPerSecond) {
		return new Trickle(new DemoProperties(callsPerSecond), this.mix, this.reporter);
	}

}
