package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Agent Development Platform.
 */
final class AdpApi {

	private AdpApi() {
	}

	static Product product() {
		return new Product("adp", "2026-05-20").action("DescribeAppSummaryList", AdpApi::describeApps, "SpaceId")
			.action("CreateConversation", AdpApi::createConversation, "Type");
	}

	private static Map<String, ?> describeApps(Parameters parameters) {
		Map<String, ?> app = Map.of("AppId", "1940731264", "AppMode", 2, "Avatar", "", "Name", "Travel planner",
				"PermissionIdList", List.of("view", "edit"));
		return Map.of("TotalCount", 1, "AppSummaryList", List.of(app));
	}

	private static Map<String, ?> createConversation(Parameters parameters) {
		return Map.of("ConversationId", UUID.randomUUID().toString());
	}

}
