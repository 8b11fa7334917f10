package consumer;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import reactor.core.publisher.Mono;

/**
 * The same call as an HTTP interface.
 */
@TencentCloudProduct(value = "cvm", version = "2017-03-12")
interface Cvm {

	@TencentCloudAction("DescribeInstances")
	Mono<Instances> describeInstances();

	record Instances(int totalCount, String requestId) {
	}

}
