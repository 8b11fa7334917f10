package io.github.tencentcloud.resilience.demo;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.web.bind.annotation.RequestBody;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Low-code Interactive Classroom.
 */
@TencentCloudProduct(value = "lcic", version = "2022-08-17")
interface Lcic {

	@TencentCloudAction("CreateRoom")
	CreateRoomResponse createRoom(@RequestBody CreateRoomRequest request);

	@TencentCloudAction("DescribeRoom")
	Room describeRoom(@RequestBody DescribeRoomRequest request);

	record CreateRoomRequest(String name, long startTime, long endTime, long sdkAppId, int resolution,
			int maxMicNumber) {

	}

	record CreateRoomResponse(long roomId, String requestId) {

	}

	record DescribeRoomRequest(long roomId) {

	}

	record Room(String name, long startTime, long endTime, String teacherId,
			@JsonProperty("RTMPStreamingURL") String streamingUrl, String requestId) {

	}

}
