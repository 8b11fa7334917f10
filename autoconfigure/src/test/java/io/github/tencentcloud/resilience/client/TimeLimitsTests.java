package io.github.tencentcloud.resilience.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimeLimits}, in virtual time.
 */
class TimeLimitsTests {

	private final TimeLimits limits = new TimeLimits();

	private final List<String> timedOut = new ArrayList<>();

	private VirtualTimeScheduler time;

	@BeforeEach
	void enterVirtualTime() {
		VirtualTimeScheduler.reset();
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void leaveVirtualTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void endsAtItsLimitAndNotBefore() {
		begin("a", 10);
		pass(9_999);
		assertThat(this.timedOut).isEmpty();
		pass(1);
		assertThat(this.timedOut).containsExactly("a");
		pass(60_000);
		assertThat(this.timedOut).containsExactly("a");
	}

	@Test
	void whatHasEndedIsLeftAlone() {
		TimeLimits.Limited first = begin("a", 10);
		pass(5_000);
		begin("b", 10);
		this.limits.end(first);
		pass(9_999);
		assertThat(this.timedOut).isEmpty();
		pass(1);
		assertThat(this.timedOut).containsExactly("b");
	}

	@Test
	void eachEndsAtItsOwnLimit() {
		begin("late", 30);
		begin("soon", 1);
		begin("between", 10);
		pass(1_000);
		assertThat(this.timedOut).containsExactly("soon");
		pass(9_000);
		assertThat(this.timedOut).containsExactly("soon", "between");
		begin("last", 21);
		pass(20_000);
		assertThat(this.timedOut).containsExactly("soon", "between", "late");
		pass(1_000);
		assertThat(this.timedOut).containsExactly("soon", "between", "late", "last");
	}

	@Test
	void limitThatIsOverAlreadyEndsAtOnce() {
		begin("a", 0);
		begin("b", -5);
		pass(0);
		assertThat(this.timedOut).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void oneTimerForAll() {
		List<TimeLimits.Limited> begun = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			begun.add(begin("a", 10));
			pass(1);
		}
		assertThat(this.time.getScheduledTaskCount()).isOne();
		begun.forEach(this.limits::end);
		pass(20_000);
		assertThat(this.timedOut).isEmpty();
		assertThat(this.time.getScheduledTaskCount()).isOne();
	}

	@Test
	void timerThatWasReplacedIsSetAgain() {
		begin("lost", 10);
		VirtualTimeScheduler.reset();
		this.time = VirtualTimeScheduler.getOrSet();
		begin("a", 20);
		pass(20_000);
		assertThat(this.timedOut).contains("a");
	}

	private void pass(long millis) {
		this.time.advanceTimeBy(Duration.ofMillis(millis));
	}

	private TimeLimits.Limited begin(String name, int seconds) {
		long limit = CallLog.now() + Duration.ofSeconds(seconds).toNanos();
		TimeLimits.Limited limited = new TimeLimits.Limited() {

			@Override
			public long limit() {
				return limit;
			}

			@Override
			public void timedOut() {
				TimeLimitsTests.this.timedOut.add(name);
			}

		};
		this.limits.begin(limited);
		return limited;
	}

}
