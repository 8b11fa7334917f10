package io.github.tencentcloud.resilience.test;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webclient.test.autoconfigure.WebClientTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureFakeTencentCloud} with Boot's slice for
 * {@code WebClient}.
 */
@WebClientTest
@Import(WebClientSliceTests.Zones.class)
@AutoConfigureFakeTencentCloud
class WebClientSliceTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	Zones zones;

	@Test
	void isGuardedAndSigned() {
		this.cloud.on("cvm", "DescribeZones").answer(error("InternalError")).answer(success("{\"TotalCount\": 2}"));
		assertThat(this.zones.describe().block(Duration.ofSeconds(30))).contains("\"TotalCount\":2");
		assertThat(this.cloud).received("cvm", "DescribeZones").times(2).signedBy(FakeTencentCloud.SECRET_ID);
	}

	static class Zones {

		private final WebClient client;

		Zones(WebClient.Builder builder) {
			this.client = builder.baseUrl("https://cvm.tencentcloudapi.com").build();
		}

		Mono<String> describe() {
			return this.client.post()
				.header("X-TC-Action", "DescribeZones")
				.header("X-TC-Version", "2017-03-12")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class);
		}

	}

}
