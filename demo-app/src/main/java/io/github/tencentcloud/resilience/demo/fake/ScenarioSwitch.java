package io.github.tencentcloud.resilience.demo.fake;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.tencentcloud.resilience.test.Answer;
import io.github.tencentcloud.resilience.test.ReceivedRequest;

/**
 * The scenario in force, and how many requests it has seen.
 */
public class ScenarioSwitch {

	private volatile Position position;

	ScenarioSwitch(Scenario scenario) {
		this.position = new Position(scenario, new AtomicLong());
	}

	/**
	 * The scenario in force.
	 * @return its name, for example {@code auth-broken}
	 */
	public String name() {
		return current().id();
	}

	Scenario current() {
		return this.position.scenario();
	}

	void to(Scenario scenario) {
		this.position = new Position(scenario, new AtomicLong());
	}

	/**
	 * The server's clock, which the scenario may set wrong.
	 */
	Clock clock() {
		InstantSource source = () -> Instant.now().plus(current().clockOffset());
		return source.withZone(ZoneOffset.UTC);
	}

	Answer answer(ReceivedRequest request, Supplier<Answer> answer) {
		Position now = this.position;
		return now.scenario().answer(now.turns().getAndIncrement(), request, answer);
	}

	private record Position(Scenario scenario, AtomicLong turns) {

	}

}
