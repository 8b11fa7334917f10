package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;

/**
 * Low-code Interactive Classroom.
 */
final class LcicApi {

	static final long ROOM = 350_123_456;

	private LcicApi() {
	}

	static Product product() {
		return new Product("lcic", "2022-08-17")
			.action("CreateRoom", LcicApi::create, "Name", "StartTime", "EndTime", "SdkAppId")
			.action("DescribeRoom", LcicApi::describe, "RoomId");
	}

	private static Map<String, ?> create(Parameters parameters) {
		return Map.of("RoomId", ROOM);
	}

	private static Map<String, ?> describe(Parameters parameters) {
		if (parameters.number("RoomId", 0) != ROOM) {
			throw new ApiError("ResourceNotFound.Room", "The room does not exist.");
		}
		return Map.of("Name", "Algebra", "StartTime", 1_750_000_000, "EndTime", 1_750_003_600, "TeacherId", "t-1001",
				"SdkAppId", 3_520_371, "MaxMicNumber", 1, "SubType", "videodoc", "Assistants", List.of("a-2001"),
				"Status", 1, "RTMPStreamingURL", "");
	}

}
