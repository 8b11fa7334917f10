package io.github.tencentcloud.resilience.demo;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Calls of Low-code Interactive Classroom.
 */
final class Lcic {

	private static final String VERSION = "2022-08-17";

	private Lcic() {
	}

	static Call<CreateRoomResponse> createRoom(String name, long start, long end) {
		return Call.post("lcic", VERSION, "CreateRoom", new CreateRoomRequest(name, start, end, 3_520_371, 1, 1),
				CreateRoomResponse.class);
	}

	static Call<Room> describeRoom(long roomId) {
		return Call.post("lcic", VERSION, "DescribeRoom", new DescribeRoomRequest(roomId), Room.class);
	}

	@Payload
	record CreateRoomRequest(String name, long startTime, long endTime, long sdkAppId, int resolution,
			int maxMicNumber) {

	}

	@Payload
	record CreateRoomResponse(long roomId, String requestId) {

	}

	@Payload
	record DescribeRoomRequest(long roomId) {

	}

	@Payload
	record Room(String name, long startTime, long endTime, String teacherId,
			@JsonProperty("RTMPStreamingURL") String streamingUrl, String requestId) {

	}

}
