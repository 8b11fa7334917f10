package io.github.tencentcloud.resilience.demo;

import java.util.List;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.RequestBody;

/**
 * Large Model Knowledge Engine.
 */
@TencentCloudProduct(value = "lke", version = "2023-11-30")
interface Lke {

	@TencentCloudAction("ListApp")
	Mono<AppsResponse> listApp(@RequestBody AppsRequest request);

	@TencentCloudAction("CreateQA")
	Mono<QuestionResponse> createQa(@RequestBody QuestionRequest request);

	@Payload
	record AppsRequest(int pageSize, int pageNumber) {

	}

	@Payload
	record AppsResponse(String total, List<App> list, String requestId) {

	}

	@Payload
	record App(String appBizId, String name, int appStatus) {

	}

	@Payload
	record QuestionRequest(String botBizId, String question, String answer, int attrRange) {

	}

	@Payload
	record QuestionResponse(String qaBizId, String requestId) {

	}

}
