package recipes;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

@Component
class Zones {

	private final Cvm cvm;

	private volatile @Nullable String last;

	Zones(Cvm cvm) {
		this.cvm = cvm;
	}

	String zones() {
		try {
			String zones = this.cvm.describeZones();
			this.last = zones;
			return zones;
		}
		catch (RuntimeException ex) {
			String last = this.last;
			if (last != null && isTheirFault(ex)) {
				return last;
			}
			throw ex;
		}
	}

	static boolean isTheirFault(Throwable ex) {
		return TencentCloudFailure.of(ex).filter((failure) -> failure.decision() != Decision.FAIL).isPresent();
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

}
