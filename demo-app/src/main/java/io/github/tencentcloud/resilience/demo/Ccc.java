package io.github.tencentcloud.resilience.demo;

import java.util.List;

/**
 * Calls of Cloud Contact Center.
 */
final class Ccc {

	private static final String VERSION = "2020-02-10";

	private static final long APP = 1_400_000_001;

	private Ccc() {
	}

	static Call<StaffResponse> describeStaff() {
		return Call.post("ccc", VERSION, "DescribeStaffInfoList", new StaffRequest(APP, 20, 0), StaffResponse.class);
	}

	static Call<SessionResponse> callOut(String callee) {
		return Call.post("ccc", VERSION, "CreateCallOutSession", new SessionRequest(APP, "lilei@example.com", callee),
				SessionResponse.class);
	}

	@Payload
	record StaffRequest(long sdkAppId, int pageSize, int pageNumber) {

	}

	@Payload
	record StaffResponse(long totalCount, List<Staff> staffList, String requestId) {

	}

	@Payload
	record Staff(String name, String mail, String staffNumber) {

	}

	@Payload
	record SessionRequest(long sdkAppId, String userId, String callee) {

	}

	@Payload
	record SessionResponse(String sessionId, String requestId) {

	}

}
