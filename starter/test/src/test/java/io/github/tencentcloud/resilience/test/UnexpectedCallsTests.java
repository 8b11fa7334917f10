package io.github.tencentcloud.resilience.test;

import java.util.List;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.TencentCloudApiException;

import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * A test that asks what nobody has stubbed fails after it ran, whatever it makes of the
 * error that it gets.
 */
class UnexpectedCallsTests {

	/** As it stands in {@code docs/testing.md}. */
	private static final String TEXT = TestingPageTests.samples("text").get(0).strip();

	@Test
	void failTheTestThatMadeThemAndNoOther() {
		Events tests = run(WithSpring.class);
		assertThat(failures(tests)).singleElement()
			.satisfies((failure) -> assertThat(failure).isInstanceOf(AssertionError.class).hasMessage(TEXT));
		assertThat(tests.succeeded().count()).isEqualTo(2);
	}

	@Test
	void areToldBesideWhatTheTestFailedFor() {
		assertThat(failures(run(FailingAnyway.class))).singleElement()
			.satisfies((failure) -> assertThat(failure).isInstanceOf(TencentCloudApiException.class)
				.satisfies((ex) -> assertThat(ex.getSuppressed()).extracting(Throwable::getMessage)
					.contains(TEXT.replace("There are stubs for: sms SendSms.", "There are no stubs."))));
	}

	@Test
	void ofTheStartUpFailTheFirstTest() {
		Events tests = run(OfTheStartUp.class);
		assertThat(failures(tests)).singleElement()
			.satisfies((failure) -> assertThat(failure).hasMessageContaining("sms SendSms"));
		assertThat(tests.succeeded().count()).isOne();
		run(OfTheStartUpWithStubs.class).assertStatistics((events) -> events.succeeded(1).failed(0));
	}

	@Test
	void failATestWithoutSpring() {
		assertThat(failures(run(WithoutSpring.class))).singleElement()
			.satisfies((failure) -> assertThat(failure).isInstanceOf(AssertionError.class)
				.hasMessageContaining("cloud.on(\"…\", \"RunInstances\").answer(success(\"{}\"));"));
	}

	@Test
	void failWhoStartedTheFakeWhenHeClosesIt() throws Exception {
		FakeTencentCloud cloud = FakeTencentCloud.builder().signatures(false).start();
		Requests.unsigned(cloud, "cvm", "RunInstances");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(cloud::close).withMessageContaining("RunInstances");
	}

	@Test
	void functionThatFailsIsTold() throws Exception {
		FakeTencentCloud cloud = FakeTencentCloud.builder().signatures(false).start();
		cloud.on("sms", "SendSms").answer((request) -> {
			throw new IllegalStateException("the test is wrong");
		});
		assertThat(Requests.unsigned(cloud, "sms", "SendSms")).contains("InternalError");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(cloud::close)
			.withMessageContaining("the test is wrong")
			.satisfies((error) -> assertThat(error.getSuppressed()).hasSize(1));
	}

	private static void runInstances(RestClient client) {
		Requests.send(client, "cvm", "RunInstances", "2017-03-12", "{\"InstanceCount\":1}");
	}

	private static Events run(Class<?> testClass) {
		return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testClass)).execute().testEvents();
	}

	private static List<Throwable> failures(Events tests) {
		return tests.failed()
			.stream()
			.map((event) -> event.getRequiredPayload(TestExecutionResult.class))
			.map((result) -> result.getThrowable().orElseThrow())
			.toList();
	}

	/** Run by the tests above only. */
	@SpringBootTest(classes = Application.class)
	@AutoConfigureFakeTencentCloud
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class WithSpring {

		@Autowired
		FakeTencentCloud cloud;

		@Autowired
		RestClient.Builder builder;

		@Test
		@Order(1)
		void expected() {
			this.cloud.on("sms", "SendSms").answer(success());
			Requests.sendSms(this.builder.build());
		}

		@Test
		@Order(2)
		void unexpected() {
			this.cloud.on("sms", "SendSms").answer(success());
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> runInstances(this.builder.build()));
		}

		@Test
		@Order(3)
		void nothing() {
			assertThat(this.cloud).receivedNothing();
		}

	}

	/** Run by the tests above only. */
	@SpringBootTest(classes = { Application.class, CallsAtTheStart.class })
	@AutoConfigureFakeTencentCloud
	static class OfTheStartUp {

		@Test
		void one() {
		}

		@Test
		void two() {
		}

	}

	/** Run by the tests above only. */
	@SpringBootTest(classes = { Application.class, CallsAtTheStart.class })
	@AutoConfigureFakeTencentCloud(stubs = "classpath:stubs.yml")
	static class OfTheStartUpWithStubs {

		@Test
		void one(@Autowired FakeTencentCloud cloud) {
			assertThat(cloud).received("sms", "SendSms").once();
		}

	}

	static class CallsAtTheStart {

		CallsAtTheStart(RestClient.Builder builder) {
			try {
				Requests.sendSms(builder.build());
			}
			catch (TencentCloudApiException ex) {
				// As an application that would rather start without than not at all.
			}
		}

	}

	/** Run by the tests above only. */
	@SpringBootTest(classes = Application.class)
	@AutoConfigureFakeTencentCloud
	static class FailingAnyway {

		@Autowired
		RestClient.Builder builder;

		@Test
		void unexpected() {
			runInstances(this.builder.build());
		}

	}

	/** Run by the tests above only. */
	@ExtendWith(FakeTencentCloudExtension.class)
	static class WithoutSpring {

		@Test
		void unexpected(FakeTencentCloud cloud) {
			CommonClient client = new CommonClient("cvm", "2017-03-12",
					new Credential(FakeTencentCloud.SECRET_ID, FakeTencentCloud.SECRET_KEY), "ap-guangzhou",
					Requests.profile(cloud));
			assertThatExceptionOfType(TencentCloudSDKException.class)
				.isThrownBy(() -> client.call("RunInstances", "{}"))
				.withMessageContaining("Nobody has told");
		}

	}

}
