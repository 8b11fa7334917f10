package io.github.tencentcloud.resilience.autoconfigure.scanned;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * An interface that is found.
 */
@TencentCloudProduct("cvm")
public interface ScannedCvm {

	@TencentCloudAction("Describe")
	String describe();

}
