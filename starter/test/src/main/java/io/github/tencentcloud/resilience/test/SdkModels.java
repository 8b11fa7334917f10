package io.github.tencentcloud.resilience.test;

import com.tencentcloudapi.common.AbstractModel;

/**
 * Responses of the vendor's SDK as JSON. Loaded only where the SDK is present.
 */
final class SdkModels {

	private SdkModels() {
	}

	static boolean isModel(Object object) {
		return object instanceof AbstractModel;
	}

	static String json(Object model) {
		return AbstractModel.toJsonString((AbstractModel) model);
	}

}
