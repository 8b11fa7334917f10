package io.github.tencentcloud.resilience.test;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.TencentCloudApiException;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AutoConfigureFakeTencentCloud}.
 */
@SpringBootTest(classes = Application.class)
@AutoConfigureFakeTencentCloud
class AutoConfigureFakeTencentCloudTests {

	private final FakeTencentCloud cloud;

	private final RestClient client;

	AutoConfigureFakeTencentCloudTests(@Autowired FakeTencentCloud cloud, @Autowired RestClient.Builder builder) {
		this.cloud = cloud;
		this.client = builder.build();
	}

	@Test
	void survivesThrottling() {
		this.cloud.on("sms", "SendSms")
			.answer(error("RequestLimitExceeded"))
			.answer(error("RequestLimitExceeded"))
			.answer(success("{\"SendStatusSet\": []}"));
		assertThat(Requests.sendSms(this.client)).contains("SendStatusSet");
		assertThat(this.cloud).received("sms", "SendSms")
			.times(3)
			.inRegion("ap-guangzhou")
			.withVersion("2021-01-11")
			.withBody("PhoneNumberSet[0]", "+8613711112222")
			.withBody("$.TemplateParamSet.length()", 2)
			.withParameter("PhoneNumberSet.0", "+8613711112222")
			.signedBy(FakeTencentCloud.SECRET_ID);
	}

	/** The breaker would be open, and the budget spent, if they were not renewed. */
	@RepeatedTest(3)
	void nothingIsLeftOfTheTestBefore() {
		assertThat(this.cloud).receivedNothing();
		this.cloud.on("cvm", "DescribeZones").answer(error("InternalError"));
		IntStream.range(0, 6)
			.forEach((i) -> assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> Requests.send(this.client, "cvm", "DescribeZones")));
		assertThat(this.cloud).received("cvm", "DescribeZones").times(18);
	}

	@Test
	void waitsAreShort(@Autowired Environment environment) {
		assertThat(environment.getProperty("tencentcloud.resilience.policies.throttled.delay")).isEqualTo("1ms");
		assertThat(environment.getProperty("tencentcloud.resilience.adaptive-throttling.enabled")).isEqualTo("false");
	}

	@Nested
	class InNestedClasses {

		@Test
		void isTheSame(@Autowired FakeTencentCloud nested) {
			assertThat(nested).isSameAs(AutoConfigureFakeTencentCloudTests.this.cloud);
			nested.on("sms", "SendSms").answer(success());
			assertThat(Requests.sendSms(AutoConfigureFakeTencentCloudTests.this.client)).contains("RequestId");
		}

	}

}
