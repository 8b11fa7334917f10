package consumer;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * The same call as an HTTP interface.
 */
@TencentCloudProduct(value = "cvm", version = "2017-03-12")
interface Cvm {

	@TencentCloudAction("DescribeInstances")
	Instances describeInstances();

	record Instances(int totalCount, String requestId) {
	}

}
