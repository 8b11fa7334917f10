package com.example;

import io.github.tencentcloud.resilience.test.AutoConfigureFakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application of the README, with the dependency of {@code docs/testing.md} and
 * nothing else: no account, no address, no other library.
 */
@SpringBootTest
@AutoConfigureFakeTencentCloud(stubs = "classpath:stubs.yml")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstCallTests {

	@Autowired
	FakeTencentCloud cloud;

	/** Its five calls count for the first test. */
	@Test
	@Order(1)
	void applicationSurvivesThrottlingWhileItStarts() {
		assertThat(this.cloud).received("cvm", "DescribeInstancesStatus")
			.times(2 + 5)
			.inRegion("ap-guangzhou")
			.withBody("Limit", 20)
			.signedBy(FakeTencentCloud.SECRET_ID);
	}

	@Test
	void interfaceSurvivesThrottling(@Autowired FirstCall.Cvm cvm) {
		// Should it be the only one that is run.
		this.cloud.reset();
		this.cloud.on("cvm", "DescribeInstancesStatus")
			.answer(error("RequestLimitExceeded"))
			.answer(error("RequestLimitExceeded"))
			.answer(success("""
					{"TotalCount": 2, "InstanceStatusSet": [{"InstanceId": "ins-1", "InstanceState": "RUNNING"}]}"""));
		FirstCall.InstancesStatus status = cvm.describeInstancesStatus(new FirstCall.Query(20));
		assertThat(status.totalCount()).isEqualTo(2);
		assertThat(status.instanceStatusSet()).containsExactly(new FirstCall.InstanceStatus("ins-1", "RUNNING"));
		assertThat(this.cloud).received("cvm", "DescribeInstancesStatus").times(3);
	}

	@Test
	void restClientOfTheBuilderSurvivesThrottling(@Autowired RestClient.Builder builder) {
		this.cloud.on("cvm", "DescribeZones")
			.answer(error("RequestLimitExceeded"))
			.answer(success("{\"TotalCount\": 7}"));
		String body = builder.build()
			.post()
			.uri("https://cvm.tencentcloudapi.com")
			.header("X-TC-Action", "DescribeZones")
			.header("X-TC-Version", "2017-03-12")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{}")
			.retrieve()
			.body(String.class);
		assertThat(body).containsPattern("\"TotalCount\": ?7");
		assertThat(this.cloud).received("cvm", "DescribeZones").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

}
