package io.github.tencentcloud.resilience.demo.fake;

import java.util.function.Function;

import io.github.tencentcloud.resilience.test.Answer;
import io.github.tencentcloud.resilience.test.Answers;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.ReceivedRequest;

/**
 * Answers every request: the product says what it would say, the scenario what becomes of
 * it.
 */
class FakeApi implements Function<ReceivedRequest, Answer> {

	private final Products products = new Products();

	private final ScenarioSwitch scenario;

	FakeApi(ScenarioSwitch scenario) {
		this.scenario = scenario;
	}

	/**
	 * A fake Tencent Cloud that obeys a scenario. It runs for long, so nothing is kept.
	 */
	static FakeTencentCloud.Builder of(ScenarioSwitch scenario) {
		return FakeTencentCloud.builder().clock(scenario.clock()).recording(false).otherwise(new FakeApi(scenario));
	}

	@Override
	public Answer apply(ReceivedRequest request) {
		return this.scenario.answer(request, () -> answer(request));
	}

	private Answer answer(ReceivedRequest request) {
		try {
			return Answers.success(this.products.action(request).run(new Parameters(request.parameters())));
		}
		catch (ApiError error) {
			return error.answer();
		}
	}

}
