package io.github.tencentcloud.resilience.demo;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Payload}.
 */
class PayloadTests {

	private final JsonMapper mapper = JsonMapper.shared();

	@Test
	void writesTheNamesOfTheVendor() {
		JsonNode request = this.mapper
			.valueToTree(new Sms.SendSmsRequest(List.of("+8613711112222"), "1", "2", "Demo", List.of()));
		assertThat(request.propertyNames()).containsExactlyInAnyOrder("PhoneNumberSet", "SmsSdkAppId", "TemplateId",
				"SignName", "TemplateParamSet");
	}

	@Test
	void readsTheNamesOfTheVendorAndSkipsTheRest() {
		Lcic.Room room = this.mapper.readValue("""
				{"Name": "Algebra", "StartTime": 1, "EndTime": 2, "TeacherId": "t", "RTMPStreamingURL": "rtmp://x",
				 "RequestId": "r", "SomethingNew": [1]}""", Lcic.Room.class);
		assertThat(room).isEqualTo(new Lcic.Room("Algebra", 1, 2, "t", "rtmp://x", "r"));
	}

	@Test
	void readsNestedRecords() {
		Cvm.InstancesStatus status = this.mapper.readValue(
				"{\"TotalCount\":1,\"InstanceStatusSet\":[{\"InstanceId\":\"i\",\"InstanceState\":\"RUNNING\"}],\"RequestId\":\"r\"}",
				Cvm.InstancesStatus.class);
		assertThat(status.instanceStatusSet()).isEqualTo(List.of(new Cvm.InstanceStatus("i", "RUNNING")));
	}

}
