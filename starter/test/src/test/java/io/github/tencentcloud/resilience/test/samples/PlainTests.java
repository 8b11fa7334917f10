package io.github.tencentcloud.resilience.test.samples;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloudExtension;

import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

// @formatter:off
@ExtendWith(FakeTencentCloudExtension.class)
class PlainTests {

	@Test
	void countsZones(FakeTencentCloud cloud) throws Exception {
		cloud.on("cvm", "DescribeZones").answer(success("{\"TotalCount\": 2}"));
		ClientProfile profile = new ClientProfile();
		profile.getHttpProfile().setProtocol(HttpProfile.REQ_HTTP);
		profile.getHttpProfile().setEndpoint(cloud.endpoint());
		CvmClient client = new CvmClient(new Credential(FakeTencentCloud.SECRET_ID, FakeTencentCloud.SECRET_KEY),
				"ap-guangzhou", profile);
		assertThat(client.DescribeZones(new DescribeZonesRequest()).getTotalCount()).isEqualTo(2);
	}

}
