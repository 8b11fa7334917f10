package io.github.tencentcloud.resilience.sdk;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.tencentcloudapi.common.CommonClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.github.tencentcloud.resilience.VirtualThreads;

import static io.github.tencentcloud.resilience.sdk.SdkScene.content;
import static io.github.tencentcloud.resilience.sdk.SdkScene.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls on virtual threads, which wait at the same time.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class SdkVirtualThreadsTests {

	private static final int CALLS = 200;

	@Test
	void allAreRepeatedSideBySide() throws Exception {
		try (SdkScene scene = new SdkScene()
			.always((exchange) -> (exchange.number() % 3 == 0 ? error("RequestLimitExceeded")
					: content("\"TotalCount\":1"))
				.answer(exchange))
			.set("tencentcloud.resilience.adaptive-throttling.enabled", false)
			.set("tencentcloud.resilience.policies.throttled.max-retries", 9)
			.set("tencentcloud.resilience.timeout.attempt", "1m")
			.set("tencentcloud.resilience.timeout.call", "2m")
			.start()) {
			CommonClient client = scene.client();
			ExecutorService threads = VirtualThreads.executor();
			List<Callable<String>> calls = IntStream.range(0, CALLS)
				.<Callable<String>>mapToObj((i) -> () -> client.call("DescribeInstances", "{}"))
				.toList();
			for (Future<String> answer : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
				assertThat(answer.get()).contains("TotalCount");
			}
			threads.shutdown();
			assertThat(scene.count("tencentcloud.client.requests", "outcome", "SUCCESS")).isEqualTo(CALLS);
		}
	}

}
