package io.github.tencentcloud.resilience.demo.fake;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

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

	ResponseDefinitionBuilder answer(Supplier<ResponseDefinitionBuilder> answer) {
		Position now = this.position;
		return now.scenario().answer(now.turns().getAndIncrement(), answer);
	}

	private record Position(Scenario scenario, AtomicLong turns) {

	}

}
