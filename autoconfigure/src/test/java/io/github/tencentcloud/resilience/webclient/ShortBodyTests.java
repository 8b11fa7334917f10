package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.Gzip;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A body is asked for at once only if all of it may be held back.
 */
class ShortBodyTests {

	private static final String OK = "{\"Response\":{\"RequestId\":\"r-1\"}}";

	private final TestFilter filter = TestFilter.builder().holdBack(1000).build();

	private final List<Long> demands = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "application/json, 32, identity, true", "application/json, 1000, identity, true",
			"application/json, 1001, identity, false", "application/json, -, identity, false",
			"application/json, 60, gzip, false", "text/event-stream, 32, identity, false" })
	void isAskedForAtOnce(String type, String length, String encoding, boolean atOnce) {
		this.filter.exchange("DescribeInstances", (request) -> Mono.just(response(type, length, encoding)))
			.flatMap((response) -> response.bodyToMono(byte[].class))
			.onErrorComplete()
			.block(Duration.ofSeconds(10));
		assertThat(this.demands).first().isEqualTo(atOnce ? Long.MAX_VALUE : 1L);
	}

	private ClientResponse response(String type, String length, String encoding) {
		byte[] body = encoding.equals("gzip") ? Gzip.gzip(OK) : OK.getBytes(StandardCharsets.UTF_8);
		Flux<DataBuffer> buffers = Flux.<DataBuffer>just(DefaultDataBufferFactory.sharedInstance.wrap(body));
		return ClientResponse.create(HttpStatus.OK).headers((headers) -> {
			headers.set("Content-Type", type);
			if (!length.equals("-")) {
				headers.set("Content-Length", length);
			}
			if (encoding.equals("gzip")) {
				headers.set("Content-Encoding", encoding);
			}
		}).body(buffers.doOnRequest(this.demands::add)).build();
	}

}
