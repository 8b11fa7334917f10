package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;

/**
 * Cloud Virtual Machine, with the one action that the vendor's pages take as their
 * example.
 */
final class CvmApi {

	private CvmApi() {
	}

	static Product product() {
		return new Product("cvm", "2017-03-12").action("DescribeInstancesStatus", CvmApi::describeStatus);
	}

	private static Map<String, ?> describeStatus(Parameters parameters) {
		List<String> asked = parameters.texts("InstanceIds");
		List<String> ids = asked.isEmpty() ? List.of("ins-2j5k8d1a", "ins-7hq0w3zx") : asked;
		return Map.of("TotalCount", ids.size(), "InstanceStatusSet",
				ids.stream().map((id) -> Map.of("InstanceId", id, "InstanceState", "RUNNING")).toList());
	}

}
