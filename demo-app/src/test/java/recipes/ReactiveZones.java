package recipes;

import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

class ReactiveZones {

	private final Cvm cvm;

	ReactiveZones(Cvm cvm) {
		this.cvm = cvm;
	}

	Mono<String> zones(String instead) {
		return this.cvm.describeZones().onErrorResume(Zones::isTheirFault, (ex) -> Mono.just(instead));
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones();

	}

}
