package io.github.tencentcloud.resilience.test;

import java.time.Duration;
import java.util.List;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.sms.v20210111.SmsClient;
import com.tencentcloudapi.sms.v20210111.models.SendSmsRequest;
import com.tencentcloudapi.sms.v20210111.models.SendSmsResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webclient.test.autoconfigure.WebClientTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureFakeTencentCloud} with Boot's slice for
 * {@code WebClient}.
 */
@WebClientTest
@Import(WebClientSliceTests.Zones.class)
@ImportTencentCloudServices(types = DoorsTests.Sms.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
@AutoConfigureFakeTencentCloud
class WebClientSliceTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	Zones zones;

	@Test
	void isGuardedAndSigned() {
		this.cloud.on("cvm", "DescribeZones").answer(error("InternalError")).answer(success("{\"TotalCount\": 2}"));
		assertThat(this.zones.describe().block(Duration.ofSeconds(30))).contains("\"TotalCount\":2");
		assertThat(this.cloud).received("cvm", "DescribeZones").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void interfaceIsToo(@Autowired DoorsTests.Sms sms) {
		this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded")).answer(success("""
				{"SendStatusSet": [{"Code": "Ok"}]}"""));
		assertThat(sms.send(new DoorsTests.Numbers(List.of("+8613711112222")), "ap-guangzhou").code()).isEqualTo("Ok");
		assertThat(this.cloud).received("sms", "SendSms").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void sdkIsToo(@Autowired Credential credential, @Autowired ClientProfile profile) throws Exception {
		this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded")).answer(success());
		SendSmsResponse response = new SmsClient(credential, "ap-guangzhou", profile).SendSms(new SendSmsRequest());
		assertThat(response.getRequestId()).isNotBlank();
		assertThat(this.cloud).received("sms", "SendSms").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

	static class Zones {

		private final WebClient client;

		Zones(WebClient.Builder builder) {
			this.client = builder.baseUrl("https://cvm.tencentcloudapi.com").build();
		}

		Mono<String> describe() {
			return this.client.post()
				.header("X-TC-Action", "DescribeZones")
				.header("X-TC-Version", "2017-03-12")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class);
		}

	}

}
