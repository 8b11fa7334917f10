package io.github.tencentcloud.resilience.test;

import java.util.Map;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.web.client.RestClient;

import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Where JUnit runs everything at the same time, tests that share a fake do not see each
 * other's stubs: those of a class, and those of classes with the same context.
 */
class ParallelTests {

	private static final int TIMES = 10;

	@Test
	void testsThatShareAFakeRunOneAfterAnother() {
		EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "6")
			.selectors(selectClass(One.class), selectClass(SameContext.class), selectClass(OtherContext.class))
			.execute()
			.testEvents()
			.assertStatistics((events) -> events.succeeded(3 * TIMES).failed(0));
	}

	abstract static class Base {

		@Autowired
		FakeTencentCloud cloud;

		@Autowired
		RestClient.Builder builder;

		@RepeatedTest(TIMES)
		void seesItsOwnStub(RepetitionInfo repetition) {
			String own = getClass().getSimpleName() + repetition.getCurrentRepetition();
			this.cloud.on("sms", "SendSms").answer(success(Map.of("Own", own)));
			assertThat(Requests.sendSms(this.builder.build())).contains("\"" + own + "\"");
			assertThat(this.cloud).received("sms", "SendSms").once();
		}

	}

	/** Run by the test above only. */
	@SpringBootTest(classes = Application.class)
	@AutoConfigureFakeTencentCloud
	static class One extends Base {

	}

	/** Run by the test above only. */
	@SpringBootTest(classes = Application.class)
	@AutoConfigureFakeTencentCloud
	static class SameContext extends Base {

	}

	/** Run by the test above only. */
	@SpringBootTest(classes = Application.class)
	@AutoConfigureFakeTencentCloud(shortWaits = false)
	static class OtherContext extends Base {

	}

}
