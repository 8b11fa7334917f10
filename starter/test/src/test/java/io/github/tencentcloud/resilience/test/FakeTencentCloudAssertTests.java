package io.github.tencentcloud.resilience.test;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FakeTencentCloudAssert} and what it leads to: each assertion can fail,
 * and says what came.
 */
class FakeTencentCloudAssertTests {

	private final FakeTencentCloud cloud = FakeTencentCloud.builder().signatures(false).start();

	@BeforeEach
	void send() throws Exception {
		this.cloud.on("sms", "SendSms").answer(Answers.success());
		Requests.unsigned(this.cloud, "sms", "SendSms");
		Requests.unsigned(this.cloud, "sms", "SendSms");
	}

	@AfterEach
	void stop() {
		this.cloud.close();
	}

	@Test
	void received() {
		assertThat(this.cloud).received("SMS", "SendSms").times(2).withVersion("2021-01-11");
		fails(() -> assertThat(this.cloud).received("sms", "sendSms"),
				"Nobody asked the fake Tencent Cloud for sms sendSms. It received:\n  sms SendSms (2021-01-11): {}\n");
		fails(() -> assertThat(this.cloud).received("sms", "SendSms").once(), "requests for sms SendSms");
	}

	@Test
	void notReceived() {
		assertThat(this.cloud).didNotReceive("cvm", "SendSms");
		fails(() -> assertThat(this.cloud).didNotReceive("sms", "SendSms"), "Expected nobody to ask");
		fails(() -> assertThat(this.cloud).receivedNothing(), "sms SendSms (2021-01-11): {}");
		this.cloud.reset();
		assertThat(this.cloud).receivedNothing();
	}

	@Test
	void contentOfEach() {
		fails(() -> sms().inRegion("ap-guangzhou"), "Expected region to be <ap-guangzhou> but it was <null>");
		fails(() -> sms().withVersion("2019-07-11"), "Expected version to be <2019-07-11> but it was <2021-01-11>");
		fails(() -> sms().withBody("Limit", 1), "Expected Limit to be <1> but it was <null>");
		fails(() -> sms().withParameter("Limit", "1"), "Expected parameter Limit to be <1>");
		fails(() -> sms().withHeader("X-TC-Action", "Other"), "Expected header X-TC-Action to be <Other>");
		fails(() -> sms().signedBy("AKID"), "Expected SecretId to be <AKID> but it was <null>");
	}

	@Test
	void oneOfThem() {
		sms().first().withHeader("X-TC-Action", "SendSms");
		sms().last().withVersion("2021-01-11");
		fails(() -> sms().element(1).inRegion("ap-shanghai"), "Expected region");
	}

	private ReceivedRequestsAssert sms() {
		return assertThat(this.cloud).received("sms", "SendSms");
	}

	private static void fails(Runnable assertion, String text) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion::run).withMessageContaining(text);
	}

}
