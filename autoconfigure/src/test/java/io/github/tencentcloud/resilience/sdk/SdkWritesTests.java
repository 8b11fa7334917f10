package io.github.tencentcloud.resilience.sdk;

import java.util.stream.IntStream;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.webclient.RawServer;

import static io.github.tencentcloud.resilience.sdk.SdkScene.content;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A write is received once, whatever breaks. OkHttp itself would send it again where a
 * connection that has been used before breaks without an answer.
 */
@Tag("integration")
class SdkWritesTests {

	/** With {@code -Dsdk.writes=1000}, as many of each kind. */
	private static final int WRITES = Integer.getInteger("sdk.writes", 100);

	private final SdkScene scene = new SdkScene();

	@AfterEach
	void close() {
		this.scene.close();
	}

	@ParameterizedTest
	@EnumSource
	void writeIsReceivedOnce(Break kind) throws Exception {
		this.scene.set("tencentcloud.resilience.circuit-breaker.enabled", false).always((exchange) -> {
			if (exchange.number() % 2 == 0) {
				kind.script.answer(exchange);
			}
			else {
				content("\"TotalCount\":1").answer(exchange);
			}
		}).start();
		CommonClient client = this.scene.client();
		int failed = 0;
		for (int i = 0; i < WRITES * 2; i++) {
			try {
				client.call("RunInstances", "{\"Number\":" + i + "}");
			}
			catch (TencentCloudSDKException ex) {
				failed++;
			}
		}
		assertThat(this.scene.received()).extracting(RawServer.Exchange::body)
			.containsExactlyElementsOf(
					IntStream.range(0, WRITES * 2).mapToObj((i) -> "{\"Number\":" + i + "}").toList());
		assertThat(failed).isEqualTo(WRITES);
	}

	/** It is what the door is for that none of them is lost either. */
	@Test
	void readIsRepeatedWhateverBreaks() throws Exception {
		Break[] kinds = { Break.STALE_CONNECTION, Break.RESET, Break.HALF_A_HEAD, Break.HALF_AN_ANSWER,
				Break.RETRY_AT_ONCE };
		this.scene.set("tencentcloud.resilience.circuit-breaker.enabled", false).always((exchange) -> {
			if (exchange.number() % 2 == 0) {
				kinds[exchange.number() / 2 % kinds.length].script.answer(exchange);
			}
			else {
				content("\"TotalCount\":1").answer(exchange);
			}
		}).start();
		CommonClient client = this.scene.client();
		for (int i = 0; i < 100; i++) {
			client.call("DescribeInstances", "{\"Number\":" + i + "}");
		}
		assertThat(this.scene.received()).hasSizeGreaterThan(190);
	}

	enum Break {

		/** The connection has been used before, and ends without an answer. */
		STALE_CONNECTION(RawServer.Exchange::close),

		RESET(RawServer.Exchange::reset),

		HALF_A_HEAD((exchange) -> {
			exchange.write("HTTP/1.1 200 X\r\nContent-Ty");
			exchange.close();
		}),

		HALF_AN_ANSWER((exchange) -> {
			exchange.head(200, "application/json", 100);
			exchange.write("{\"Response\":{");
			exchange.close();
		}),

		/** As a gateway says it, with an invitation that OkHttp would accept once. */
		RETRY_AT_ONCE((exchange) -> exchange.send(503, "text/html", "", "Retry-After: 0")),

		REQUEST_TIMEOUT((exchange) -> exchange.send(408, "text/html", "")),

		REDIRECT((exchange) -> exchange.send(307, "text/html", "", "Location: /elsewhere"));

		private final RawServer.Script script;

		Break(RawServer.Script script) {
			this.script = script;
		}

	}

}
