package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Cloud Contact Center.
 */
final class CccApi {

	private CccApi() {
	}

	static Product product() {
		return new Product("ccc", "2020-02-10")
			.action("DescribeStaffInfoList", CccApi::describeStaff, "SdkAppId", "PageSize", "PageNumber")
			.action("CreateCallOutSession", CccApi::callOut, "SdkAppId", "UserId", "Callee");
	}

	private static Map<String, ?> describeStaff(Parameters parameters) {
		Map<String, ?> group = Map.of("SkillGroupId", 1001, "SkillGroupName", "Support", "Priority", 1, "Type", "tel");
		Map<String, ?> staff = Map.of("Name", "Li Lei", "Mail", "lilei@example.com", "Phone", "008613711112222", "Nick",
				"Lei", "StaffNumber", "1001", "RoleId", 3, "SkillGroupList", List.of(group), "LastModifyTimestamp",
				1_750_000_000);
		return Map.of("TotalCount", 1, "StaffList", List.of(staff));
	}

	private static Map<String, ?> callOut(Parameters parameters) {
		return Map.of("SessionId", UUID.randomUUID().toString());
	}

}
