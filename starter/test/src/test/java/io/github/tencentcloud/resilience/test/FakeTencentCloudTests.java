package io.github.tencentcloud.resilience.test;

import java.net.BindException;
import java.util.List;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesStatusRequest;
import com.tencentcloudapi.common.profile.ClientProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FakeTencentCloud} without Spring's test framework.
 */
class FakeTencentCloudTests {

	private final FakeTencentCloud cloud = FakeTencentCloud.start();

	@AfterEach
	void stop() {
		this.cloud.close();
	}

	/** The SDK by itself, at the address of the fake, which names no product. */
	@ParameterizedTest
	@CsvSource({ "POST, TC3-HMAC-SHA256", "GET, TC3-HMAC-SHA256", "POST, HmacSHA256", "GET, HmacSHA1" })
	void sdkWithEachMethodAndSignature(String method, String signMethod) throws Exception {
		this.cloud.on("cvm", "DescribeInstancesStatus").answer(success("{\"TotalCount\": 7}"));
		ClientProfile profile = Requests.profile(this.cloud);
		profile.setSignMethod(signMethod);
		profile.getHttpProfile().setReqMethod(method);
		assertThat(describe(new Credential(FakeTencentCloud.SECRET_ID, FakeTencentCloud.SECRET_KEY), profile))
			.isEqualTo(7);
		assertThat(this.cloud).received("cvm", "DescribeInstancesStatus")
			.once()
			.inRegion("ap-guangzhou")
			.withVersion("2017-03-12")
			.withParameter("InstanceIds.0", "ins-1")
			.signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void wrongKeyIsRefusedAndRemembered() {
		assertCode("AuthFailure.SignatureFailure", new Credential(FakeTencentCloud.SECRET_ID, "other"));
		assertCode("AuthFailure.SecretIdNotFound", new Credential("AKIDother", "other"));
		assertThat(this.cloud.requests()).extracting(ReceivedRequest::refusal)
			.containsExactly("AuthFailure.SignatureFailure", "AuthFailure.SecretIdNotFound");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.cloud).received("cvm", "DescribeInstancesStatus")
				.first()
				.signedBy(FakeTencentCloud.SECRET_ID))
			.withMessageContaining("The signature was refused with AuthFailure.SignatureFailure");
	}

	@Test
	void oneMoreAccount() throws Exception {
		this.cloud.account("AKIDother", "other")
			.on("cvm", "DescribeInstancesStatus")
			.answer(success("{\"TotalCount\": 1}"));
		assertThat(describe(new Credential("AKIDother", "other"), Requests.profile(this.cloud))).isOne();
	}

	@Test
	void applicationThatATestStartsItself() {
		this.cloud.on("sms", "SendSms").answer(success());
		String[] args = this.cloud.properties()
			.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(args)) {
			assertThat(Requests.sendSms(context.getBean(RestClient.Builder.class).build())).contains("RequestId");
		}
		assertThat(this.cloud).received("sms", "SendSms").once().signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void portThatIsInUse() {
		int port = Integer.parseInt(this.cloud.endpoint().split(":")[1]);
		assertThatIllegalStateException().isThrownBy(() -> FakeTencentCloud.builder().port(port).start())
			.withMessage("The fake Tencent Cloud cannot listen on port %d of 127.0.0.1: it is in use".formatted(port))
			.withCauseInstanceOf(BindException.class);
	}

	@Test
	void stubWithoutAnAnswer() throws Exception {
		FakeTencentCloud other = FakeTencentCloud.builder().signatures(false).start();
		other.on("sms", "SendSms");
		Requests.unsigned(other, "sms", "SendSms");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(other::close)
			.withMessageContaining("cloud.on(\"sms\", \"SendSms\") has no answer");
	}

	@Test
	void withoutRecording() throws Exception {
		try (FakeTencentCloud other = FakeTencentCloud.builder()
			.signatures(false)
			.recording(false)
			.otherwise((request) -> success())
			.start()) {
			assertThat(Requests.unsigned(other, "sms", "SendSms")).contains("RequestId");
			assertThat(other.requests()).isEqualTo(List.of());
		}
	}

	private void assertCode(String code, Credential credential) {
		assertThatExceptionOfType(TencentCloudSDKException.class)
			.isThrownBy(() -> describe(credential, Requests.profile(this.cloud)))
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(code));
	}

	private static Long describe(Credential credential, ClientProfile profile) throws TencentCloudSDKException {
		DescribeInstancesStatusRequest request = new DescribeInstancesStatusRequest();
		request.setInstanceIds(new String[] { "ins-1" });
		return new CvmClient(credential, "ap-guangzhou", profile).DescribeInstancesStatus(request).getTotalCount();
	}

}
