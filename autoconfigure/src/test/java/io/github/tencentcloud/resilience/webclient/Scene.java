package io.github.tencentcloud.resilience.webclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;

/**
 * What a test over real HTTP needs: a server with a script, the real filter and a client
 * that has it.
 */
final class Scene implements AutoCloseable {

	/** The most that anything here may take. */
	static final Duration LIMIT = Duration.ofSeconds(10);

	static final String OK = "{\"Response\":{\"TotalCount\":0,\"RequestId\":\"r-1\"}}";

	static final String CONTENT = "{\"TotalCount\":0,\"RequestId\":\"r-1\"}";

	final RawServer server;

	final TestFilter filter;

	final WebClient client;

	private Scene(ClientHttpConnector connector, RawServer.Script script, Consumer<TestFilter.Builder> customizer) {
		this.server = new RawServer(script);
		TestFilter.Builder builder = TestFilter.builder().host("cvm", "127.0.0.1:" + this.server.port());
		customizer.accept(builder);
		this.filter = builder.build();
		this.client = WebClient.builder()
			.clientConnector(connector)
			.filter(this.filter.filter)
			.baseUrl("http://127.0.0.1:" + this.server.port() + "/")
			.build();
	}

	static Scene of(Connector connector, RawServer.Script script) {
		return of(connector.create(), script, (builder) -> {
		});
	}

	static Scene of(Connector connector, RawServer.Script script, Consumer<TestFilter.Builder> customizer) {
		return of(connector.create(), script, customizer);
	}

	static Scene of(ClientHttpConnector connector, RawServer.Script script, Consumer<TestFilter.Builder> customizer) {
		return new Scene(connector, script, customizer);
	}

	/** Settings of a call with long time-outs. */
	static CallSettings settings(boolean unwrap) {
		return settings(Mode.ENFORCE, unwrap, LIMIT, LIMIT, 10);
	}

	static CallSettings timeouts(Duration attempt, Duration call) {
		return settings(Mode.ENFORCE, false, attempt, call, 10);
	}

	static CallSettings settings(Mode mode, boolean unwrap, Duration attempt, Duration call, int maxAttempts) {
		return TestSettings.of(mode, unwrap, attempt, call, maxAttempts, null);
	}

	static String error(String code) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r-2\"}}";
	}

	WebClient.RequestBodySpec post(String action) {
		return this.client.post().header("X-TC-Action", action).contentType(MediaType.APPLICATION_JSON);
	}

	/** A call with a body, as text. */
	Mono<String> call(String action) {
		return post(action).bodyValue("{}").retrieve().bodyToMono(String.class);
	}

	/** The events of a stream, as whoever accepts a stream gets them. */
	Flux<String> events() {
		return post("ChatCompletions").accept(MediaType.TEXT_EVENT_STREAM)
			.bodyValue("{}")
			.retrieve()
			.bodyToFlux(String.class);
	}

	/** A stream to its end, byte by byte as it arrives. */
	String stream(String action) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		post(action).bodyValue("{}").retrieve().bodyToFlux(byte[].class).doOnNext(all::writeBytes).blockLast(LIMIT);
		return all.toString(StandardCharsets.UTF_8);
	}

	/** A call of an action that only reads. */
	String read() {
		return call("DescribeInstances").block(LIMIT);
	}

	/** A call of an action that must not be repeated. */
	String write() {
		return call("RunInstances").block(LIMIT);
	}

	int requests() {
		return this.server.requests();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
