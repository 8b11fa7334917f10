package io.github.tencentcloud.resilience.test;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.test.autoconfigure.AutoConfigureMockRestServiceServer;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureFakeTencentCloud} with Boot's slice for
 * {@code RestClient}, whose own mock has to be off.
 */
@RestClientTest
@Import(RestClientSliceTests.Messages.class)
@ImportTencentCloudServices(types = DoorsTests.RestSms.class, clientType = HttpServiceGroup.ClientType.REST_CLIENT)
@AutoConfigureMockRestServiceServer(enabled = false)
@AutoConfigureFakeTencentCloud
class RestClientSliceTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	Messages messages;

	@Test
	void isGuardedAndSigned() {
		this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded")).answer(success());
		assertThat(this.messages.send()).contains("RequestId");
		assertThat(this.cloud).received("sms", "SendSms").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void restTemplateIsToo(@Autowired RestTemplateBuilder builder) {
		this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded")).answer(success());
		HttpHeaders headers = new HttpHeaders();
		headers.add("X-TC-Action", "SendSms");
		headers.add("X-TC-Version", "2021-01-11");
		headers.setContentType(MediaType.APPLICATION_JSON);
		assertThat(builder.build()
			.postForObject("https://sms.tencentcloudapi.com", new HttpEntity<>("{}", headers), String.class))
			.contains("RequestId");
		assertThat(this.cloud).received("sms", "SendSms").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void interfaceIsToo(@Autowired DoorsTests.RestSms sms) {
		this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded")).answer(success("""
				{"SendStatusSet": [{"Code": "Ok"}]}"""));
		assertThat(sms.send(new DoorsTests.Numbers(List.of("+8613711112222")), "ap-guangzhou").code()).isEqualTo("Ok");
		assertThat(this.cloud).received("sms", "SendSms").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

	static class Messages {

		private final RestClient client;

		Messages(RestClient.Builder builder) {
			this.client = builder.build();
		}

		String send() {
			return Requests.sendSms(this.client);
		}

	}

}
