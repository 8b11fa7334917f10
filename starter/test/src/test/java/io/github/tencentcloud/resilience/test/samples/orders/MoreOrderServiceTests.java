package io.github.tencentcloud.resilience.test.samples.orders;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.tencentcloud.resilience.test.AutoConfigureFakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.samples.orders.OrderApplication.OrderService;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * More of the samples in {@code docs/testing.md}.
 */
@SpringBootTest
@AutoConfigureFakeTencentCloud
class MoreOrderServiceTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	OrderService orders;

	// @formatter:off
@Test
void asksForWhatWasOrdered() {
	this.cloud.on("sms", "SendSms").answer(success(Map.of("SendStatusSet", List.of(Map.of("Code", "Ok")))));
	this.orders.confirm("+8613711112222");
	assertThat(this.cloud).received("sms", "SendSms")
		.once()
		.withVersion("2021-01-11")
		.withBody("PhoneNumberSet[0]", "+8613711112222")
		.withBody("PhoneNumberSet.length()", 1)
		.signedBy(FakeTencentCloud.SECRET_ID);
	assertThat(this.cloud).didNotReceive("sms", "DeleteSmsSign");
}

@Test
void noNumberIsServedTwice() {
	this.cloud.on("sms", "SendSms").answer((request) -> "+8613711119999".equals(request.body("PhoneNumberSet[0]"))
			? error("LimitExceeded.PhoneNumberDailyLimit") : success("{\"SendStatusSet\": [{\"Code\": \"Ok\"}]}"));
	assertThat(this.orders.confirm("+8613711119999")).isFalse();
	assertThat(this.orders.confirm("+8613711112222")).isTrue();
}
	// @formatter:on

}
