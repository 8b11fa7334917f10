package io.github.tencentcloud.resilience.test.samples.zones;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webclient.test.autoconfigure.WebClientTest;
import org.springframework.core.io.ClassPathResource;

import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.test.AutoConfigureFakeTencentCloud;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;
import io.github.tencentcloud.resilience.test.samples.zones.ZonesApplication.Chat;
import io.github.tencentcloud.resilience.test.samples.zones.ZonesApplication.Zones;

import static io.github.tencentcloud.resilience.test.Answers.connectionReset;
import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.events;
import static io.github.tencentcloud.resilience.test.Answers.html;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

// @formatter:off
@WebClientTest({ Zones.class, Chat.class })
@AutoConfigureFakeTencentCloud
class ZonesTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	Zones zones;

	@Test
	void survivesAFlakyNetwork() {
		this.cloud.on("cvm", "DescribeZones")
			.answer(connectionReset())
			.answer(success(new ClassPathResource("zones.json")).brokenOff())
			.answer(success(new ClassPathResource("zones.json")));
		assertThat(this.zones.names().block()).containsExactly("ap-guangzhou-3", "ap-guangzhou-4");
		assertThat(this.cloud).received("cvm", "DescribeZones").times(3).inRegion("ap-guangzhou");
	}

@Test
void gatewayDoesNotAnswer() {
	this.cloud.on("cvm", "DescribeZones").answer(html(502, "Bad Gateway").after(Duration.ofMillis(20)));
	Throwable thrown = catchThrowable(() -> this.zones.names().block());
	assertThat(TencentCloudFailure.of(thrown)).hasValueSatisfying((failure) -> {
		assertThat(failure.code()).isEqualTo("ClientError.HttpStatusCodeError.502");
		assertThat(failure.attempts()).isEqualTo(3);
	});
}

@Test
void breakerOpensDuringAnOutage() {
	this.cloud.on("cvm", "DescribeZones").answer(error("InternalError"));
	for (int i = 0; i < 10; i++) {
		this.zones.names().onErrorResume((ex) -> Mono.empty()).block();
	}
	assertThat(this.cloud).received("cvm", "DescribeZones").times(20);
}

@Test
void streamBreaksOff(@Autowired Chat chat) {
	this.cloud.on("hunyuan", "ChatCompletions")
		.answer(events("{\"Choices\":[{\"Delta\":{\"Content\":\"Hi\"},\"FinishReason\":\"\"}]}"));
	Throwable thrown = catchThrowable(() -> chat.ask("Who are you?").collectList().block());
	assertThat(TencentCloudFailure.of(thrown)).hasValueSatisfying((failure) ->
		assertThat(failure.code()).isEqualTo("ClientError.StreamTruncated"));
}

}
