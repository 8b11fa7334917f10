package io.github.tencentcloud.resilience.demo;

import java.util.List;

import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Cloud Virtual Machine, called with GET and a query.
 */
@TencentCloudProduct(value = "cvm", version = "2017-03-12")
interface Cvm {

	@TencentCloudAction(value = "DescribeInstancesStatus", method = "GET")
	InstancesStatus describeInstancesStatus(@RequestHeader("X-TC-Region") String region,
			@RequestParam("Limit") int limit, @RequestParam("Offset") int offset);

	record InstancesStatus(long totalCount, List<InstanceStatus> instanceStatusSet, String requestId) {

	}

	record InstanceStatus(String instanceId, String instanceState) {

	}

}
