package io.github.tencentcloud.resilience.demo;

import java.util.List;

import org.springframework.web.bind.annotation.RequestBody;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Cloud Contact Center.
 */
@TencentCloudProduct(value = "ccc", version = "2020-02-10")
interface Ccc {

	@TencentCloudAction("DescribeStaffInfoList")
	StaffResponse describeStaffInfoList(@RequestBody StaffRequest request);

	@TencentCloudAction("CreateCallOutSession")
	SessionResponse createCallOutSession(@RequestBody SessionRequest request);

	record StaffRequest(long sdkAppId, int pageSize, int pageNumber) {

	}

	record StaffResponse(long totalCount, List<Staff> staffList, String requestId) {

	}

	record Staff(String name, String mail, String staffNumber) {

	}

	record SessionRequest(long sdkAppId, String userId, String callee) {

	}

	record SessionResponse(String sessionId, String requestId) {

	}

}
