package io.github.tencentcloud.resilience.demo;

import java.util.List;

/**
 * Calls of the Agent Development Platform.
 */
final class Adp {

	private static final String VERSION = "2026-05-20";

	private static final int API = 5;

	private Adp() {
	}

	static Call<AppsResponse> describeApps() {
		return Call.post("adp", VERSION, "DescribeAppSummaryList", new AppsRequest("default_space", 0, 20),
				AppsResponse.class);
	}

	static Call<ConversationResponse> createConversation(String visitor) {
		return Call.post("adp", VERSION, "CreateConversation",
				new ConversationRequest(API, "1940731264", "demo-app-key", visitor), ConversationResponse.class);
	}

	@Payload
	record AppsRequest(String spaceId, int pageNumber, int pageSize) {

	}

	@Payload
	record AppsResponse(long totalCount, List<App> appSummaryList, String requestId) {

	}

	@Payload
	record App(String appId, String name, int appMode) {

	}

	@Payload
	record ConversationRequest(int type, String appId, String appKey, String userId) {

	}

	@Payload
	record ConversationResponse(String conversationId, String requestId) {

	}

}
