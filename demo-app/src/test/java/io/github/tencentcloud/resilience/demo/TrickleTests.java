package io.github.tencentcloud.resilience.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.TencentCloudApiException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link Trickle}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class TrickleTests {

	private final CallMix mix = mock(CallMix.class);

	@Test
	void makesCallsThatDoNotWaitForOthersUntilItStops() throws InterruptedException {
		CountDownLatch several = new CountDownLatch(3);
		CountDownLatch interrupted = new CountDownLatch(3);
		calls(() -> {
			several.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		Trickle trickle = trickle(100);
		trickle.start();
		assertThat(trickle.isRunning()).isTrue();
		several.await();
		trickle.stop();
		assertThat(trickle.isRunning()).isFalse();
		interrupted.await();
	}

	@Test
	void logsWhatIsNoFailureOfACallAndGoesOn(CapturedOutput output) {
		calls(() -> {
			throw new IllegalStateException("a bug in the demo");
		});
		Trickle trickle = trickle(100);
		trickle.start();
		Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(output.getOut().split("sms\\.SendSms went wrong")).hasSizeGreaterThan(2));
		trickle.stop();
		assertThat(output).contains("a bug in the demo");
	}

	@Test
	void leavesFailuresOfCallsToTheirOwnLog(CapturedOutput output) throws InterruptedException {
		CountDownLatch several = new CountDownLatch(3);
		calls(() -> {
			several.countDown();
			throw TencentCloudApiException.builder("InternalError").build();
		});
		Trickle trickle = trickle(100);
		trickle.start();
		several.await();
		trickle.stop();
		assertThat(output).doesNotContain("went wrong");
	}

	@Test
	void makesNoCallsAtRateZero() {
		Trickle trickle = trickle(0);
		trickle.start();
		assertThat(trickle.isRunning()).isFalse();
		verifyNoInteractions(this.mix);
	}

	private void calls(Runnable execution) {
		given(this.mix.get(anyLong())).willReturn(new Call("sms", "SendSms", execution));
	}

	private Trickle trickle(int callsPerSecond) {
		return new Trickle(new DemoProperties(callsPerSecond), this.mix);
	}

}
