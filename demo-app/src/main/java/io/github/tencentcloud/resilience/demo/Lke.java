package io.github.tencentcloud.resilience.demo;

import java.util.List;

import org.springframework.web.bind.annotation.RequestBody;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Large Model Knowledge Engine.
 */
@TencentCloudProduct(value = "lke", version = "2023-11-30")
interface Lke {

	@TencentCloudAction("ListApp")
	AppsResponse listApp(@RequestBody AppsRequest request);

	@TencentCloudAction("CreateQA")
	QuestionResponse createQa(@RequestBody QuestionRequest request);

	record AppsRequest(int pageSize, int pageNumber) {

	}

	record AppsResponse(String total, List<App> list, String requestId) {

	}

	record App(String appBizId, String name, int appStatus) {

	}

	record QuestionRequest(String botBizId, String question, String answer, int attrRange) {

	}

	record QuestionResponse(String qaBizId, String requestId) {

	}

}
