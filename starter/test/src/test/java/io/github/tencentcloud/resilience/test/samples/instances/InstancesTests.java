package io.github.tencentcloud.resilience.test.samples.instances;

import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesResponse;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.tencentcloud.resilience.test.AutoConfigureFakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.samples.instances.InstancesApplication.Instances;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

// @formatter:off
@SpringBootTest
@AutoConfigureFakeTencentCloud
class InstancesTests {

	@Test
	void countsZones(@Autowired FakeTencentCloud cloud, @Autowired Instances instances) throws Exception {
		DescribeZonesResponse response = new DescribeZonesResponse();
		response.setTotalCount(2L);
		cloud.on("cvm", "DescribeZones").answer(error("InternalError")).answer(success(response));
		assertThat(instances.zones()).isEqualTo(2);
		assertThat(cloud).received("cvm", "DescribeZones").times(2).inRegion("ap-guangzhou");
	}

}
