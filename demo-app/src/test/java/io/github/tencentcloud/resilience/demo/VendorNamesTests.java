package io.github.tencentcloud.resilience.demo;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records bear the vendor's names in Java's spelling: {@code phoneNumberSet} is
 * {@code PhoneNumberSet} on the wire. A name with an acronym in it is written down.
 */
class VendorNamesTests {

	/** As the library names the properties of interfaces. */
	private final JsonMapper mapper = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
		.build();

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
