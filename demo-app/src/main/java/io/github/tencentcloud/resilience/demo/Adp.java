package io.github.tencentcloud.resilience.demo;

import java.util.List;

import org.springframework.web.bind.annotation.RequestBody;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Agent Development Platform.
 */
@TencentCloudProduct(value = "adp", version = "2026-05-20")
interface Adp {

	@TencentCloudAction("DescribeAppSummaryList")
	AppsResponse describeAppSummaryList(@RequestBody AppsRequest request);

	@TencentCloudAction("CreateConversation")
	ConversationResponse createConversation(@RequestBody ConversationRequest request);

	record AppsRequest(String spaceId, int pageNumber, int pageSize) {

	}

	record AppsResponse(long totalCount, List<App> appSummaryList, String requestId) {

	}

	record App(String appId, String name, int appMode) {

	}

	record ConversationRequest(int type, String appId, String appKey, String userId) {

	}

	record ConversationResponse(String conversationId, String requestId) {

	}

}
