package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * One schedule: several calls that share all there is to share, in virtual time. What
 * comes next is chosen: a call goes on, time passes, a turn comes, a caller goes, the
 * application stops or starts again, somebody sets the clock.
 */
final class CallSchedule {

	private final Choices choices;

	private final VirtualTimeScheduler scheduler;

	private final ScheduledWorld world;

	private final List<ScheduledCall> calls = new ArrayList<>();

	private CallSchedule(Choices choices, VirtualTimeScheduler scheduler) {
		this.choices = choices;
		this.scheduler = scheduler;
		this.world = new ScheduledWorld(choices, false);
		int number = 1 + choices.below(5);
		for (int i = 0; i < number; i++) {
			this.calls.add(new ScheduledCall(this.world, choices, i));
		}
		this.world.interruptWith(this::interrupt);
	}

	/**
	 * Play a schedule.
	 * @throws AssertionError if something is not as it should be, with its story
	 */
	static void play(int... numbers) {
		VirtualTimeScheduler scheduler = VirtualTimeScheduler.set(VirtualTimeScheduler.create());
		try {
			CallSchedule schedule = new CallSchedule(new Choices(numbers), scheduler);
			try {
				schedule.play();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError(ex + "\nof this schedule:\n" + schedule.world.story(), ex);
			}
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	private void play() {
		while (!this.choices.areUsedUp() && !isOver()) {
			switch (this.choices.below(24)) {
				case 18, 19 -> pass(this.choices.of(Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofSeconds(1),
						Duration.ofSeconds(6)));
				case 20, 21 -> this.world.turnComes();
				case 22 -> disturb();
				default -> goOn();
			}
			this.calls.forEach(ScheduledCall::checkWait);
		}
		this.calls.forEach(this::finish);
		pass(Duration.ofMinutes(2));
		int least = this.world.budget().capacity();
		int most = least;
		for (ScheduledCall call : this.calls) {
			call.checkEnd();
			least += call.least();
			most += call.most();
		}
		this.world.checkBalance(least, most);
	}

	private boolean isOver() {
		return this.calls.stream().allMatch(ScheduledCall::isOver);
	}

	private void goOn() {
		List<ScheduledCall> due = this.calls.stream().filter(ScheduledCall::isDue).toList();
		if (due.isEmpty()) {
			passUntilDue();
		}
		else {
			due.get(this.choices.below(due.size())).goOn();
		}
	}

	private void passUntilDue() {
		this.calls.stream()
			.filter((call) -> !call.isOver())
			.mapToLong((call) -> call.due() - this.world.time.nanos())
			.min()
			.ifPresent((nanos) -> pass(Duration.ofNanos(Math.max(nanos, 0))));
	}

	private void pass(Duration time) {
		this.scheduler.advanceTimeBy(time);
	}

	private void disturb() {
		switch (this.choices.below(8)) {
			case 0, 1, 2 -> go(any());
			case 3 -> this.world.stop();
			case 4, 5, 6 -> this.world.start();
			default -> this.world.stepClock();
		}
	}

	private ScheduledCall any() {
		return this.calls.get(this.choices.below(this.calls.size()));
	}

	/** Perhaps on another thread. */
	private void go(ScheduledCall call) {
		if (this.choices.oneIn(4)) {
			CompletableFuture.runAsync(call::cancel).join();
		}
		else {
			call.cancel();
		}
	}

	/** Something happens while a call is about to take or to give back something. */
	private void interrupt() {
		switch (this.choices.below(80)) {
			case 77, 78 -> any().cancel();
			case 79 -> this.world.stop();
			default -> {
			}
		}
	}

	private void finish(ScheduledCall call) {
		for (int steps = 0; !call.isOver(); steps++) {
			if (steps > 100) {
				throw new AssertionError("It does not end");
			}
			if (call.state() == ScheduledCall.State.BODY) {
				call.cancel();
			}
			else if (call.isDue()) {
				call.goOn();
			}
			else {
				pass(Duration.ofNanos(Math.max(call.due() - this.world.time.nanos(), 0)));
			}
		}
	}

}
