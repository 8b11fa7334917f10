package io.github.tencentcloud.resilience.test.samples.orders;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.tencentcloud.resilience.test.AutoConfigureFakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.samples.orders.OrderApplication.OrderService;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

// @formatter:off
@SpringBootTest
@AutoConfigureFakeTencentCloud
class OrderServiceTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	OrderService orders;

	@Test
	void survivesThrottling() {
		this.cloud.on("sms", "SendSms")
			.answer(error("RequestLimitExceeded"))
			.answer(error("RequestLimitExceeded"))
			.answer(success("{\"SendStatusSet\": [{\"Code\": \"Ok\"}]}"));
		assertThat(this.orders.confirm("+8613711112222")).isTrue();
		assertThat(this.cloud).received("sms", "SendSms").times(3);
	}

}
