package io.github.tencentcloud.resilience.demo;

import java.util.List;

/**
 * Calls of Cloud Virtual Machine, as GET with a query.
 */
final class Cvm {

	private Cvm() {
	}

	static Call<InstancesStatus> describeStatus() {
		return Call.get("cvm", "2017-03-12", "DescribeInstancesStatus", "Limit=20&Offset=0", InstancesStatus.class);
	}

	@Payload
	record InstancesStatus(long totalCount, List<InstanceStatus> instanceStatusSet, String requestId) {

	}

	@Payload
	record InstanceStatus(String instanceId, String instanceState) {

	}

}
