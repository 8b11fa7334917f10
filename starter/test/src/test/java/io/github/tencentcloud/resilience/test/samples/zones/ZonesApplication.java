package io.github.tencentcloud.resilience.test.samples.zones;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * An application that calls Tencent Cloud with {@code WebClient}.
 */
@SpringBootApplication
class ZonesApplication {

	@Component
	static class Zones {

		private final WebClient client;

		Zones(WebClient.Builder builder) {
			this.client = builder.baseUrl("https://cvm.tencentcloudapi.com").build();
		}

		Mono<List<String>> names() {
			return this.client.post()
				.header("X-TC-Action", "DescribeZones")
				.header("X-TC-Version", "2017-03-12")
				.header("X-TC-Region", "ap-guangzhou")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(Envelope.class)
				.map((envelope) -> envelope.Response().ZoneSet().stream().map(Zone::Zone).toList());
		}

		record Envelope(Response Response) {

		}

		record Response(List<Zone> ZoneSet) {

		}

		record Zone(String Zone) {

		}

	}

	@Component
	static class Chat {

		private final WebClient client;

		Chat(WebClient.Builder builder) {
			this.client = builder.baseUrl("https://hunyuan.tencentcloudapi.com").build();
		}

		Flux<String> ask(String question) {
			return this.client.post()
				.header("X-TC-Action", "ChatCompletions")
				.header("X-TC-Version", "2023-09-01")
				.accept(MediaType.TEXT_EVENT_STREAM)
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{\"Messages\":[{\"Role\":\"user\",\"Content\":\"" + question + "\"}]}")
				.retrieve()
				.bodyToFlux(String.class);
		}

	}

}
