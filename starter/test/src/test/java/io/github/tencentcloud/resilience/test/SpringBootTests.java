package io.github.tencentcloud.resilience.test;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.TencentCloudApiException;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AutoConfigureFakeTencentCloud} with {@code @SpringBootTest}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@AutoConfigureFakeTencentCloud
class SpringBootTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	RestClient.Builder builder;

	@Test
	void survivesThrottling() {
		this.cloud.on("sms", "SendSms")
			.answer(error("RequestLimitExceeded"))
			.answer(error("RequestLimitExceeded"))
			.answer(success("{\"SendStatusSet\": []}"));
		assertThat(send()).contains("SendStatusSet");
		assertThat(this.cloud).received("sms", "SendSms")
			.times(3)
			.inRegion("ap-guangzhou")
			.withVersion("2021-01-11")
			.withBody("PhoneNumberSet[0]", "+8613711112222")
			.withBody("$.TemplateParamSet.length()", 2)
			.withParameter("PhoneNumberSet.0", "+8613711112222")
			.signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void lastAnswerIsRepeated() {
		this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded"));
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(this::send)
			.satisfies((ex) -> assertThat(ex.getAttempts()).isEqualTo(4));
		assertThat(this.cloud).received("sms", "SendSms").times(4);
	}

	private String send() {
		return this.builder.build()
			.post()
			.uri("https://sms.tencentcloudapi.com")
			.header("X-TC-Action", "SendSms")
			.header("X-TC-Version", "2021-01-11")
			.header("X-TC-Region", "ap-guangzhou")
			.header("Content-Type", "application/json")
			.body("{\"PhoneNumberSet\":[\"+8613711112222\"],\"TemplateParamSet\":[\"1\",\"2\"]}")
			.retrieve()
			.body(String.class);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
