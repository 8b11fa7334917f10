package io.github.tencentcloud.resilience.test.samples.zones;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.test.AutoConfigureFakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.samples.zones.ZonesApplication.Zones;

import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

// @formatter:off
@SpringBootTest(properties = "tencentcloud.resilience.timeout.attempt=300ms")
@AutoConfigureFakeTencentCloud
class SlowZonesTests {

	@Test
	void serverIsTooSlow(@Autowired FakeTencentCloud cloud, @Autowired Zones zones) {
		cloud.on("cvm", "DescribeZones").answer(success().after(Duration.ofSeconds(5)));
		Throwable thrown = catchThrowable(() -> zones.names().block());
		assertThat(TencentCloudFailure.of(thrown)).hasValueSatisfying((failure) ->
			assertThat(failure.code()).isEqualTo("ClientError.NetworkError.ReadTimeout"));
	}

}
