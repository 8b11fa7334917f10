package io.github.tencentcloud.resilience.demo;

import org.springframework.web.bind.annotation.RequestBody;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * The atomic capabilities of Large Model Knowledge Engine.
 */
@TencentCloudProduct(value = "lkeap", version = "2024-05-22")
interface Lkeap {

	@TencentCloudAction("GetSplitDocumentResult")
	SplitResponse getSplitDocumentResult(@RequestBody SplitRequest request);

	record SplitRequest(String taskId) {

	}

	record SplitResponse(String status, String documentRecognizeResultUrl, String requestId) {

	}

}
