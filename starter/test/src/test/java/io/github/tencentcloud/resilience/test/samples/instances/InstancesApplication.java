package io.github.tencentcloud.resilience.test.samples.instances;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesRequest;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application that calls Tencent Cloud with the vendor's SDK.
 */
@SpringBootApplication
class InstancesApplication {

	@Bean
	CvmClient cvmClient(Credential credential, ClientProfile profile) {
		return new CvmClient(credential, "ap-guangzhou", profile);
	}

	@Bean
	Instances instances(CvmClient client) {
		return new Instances(client);
	}

	record Instances(CvmClient client) {

		long zones() throws TencentCloudSDKException {
			return this.client.DescribeZones(new DescribeZonesRequest()).getTotalCount();
		}

	}

}
