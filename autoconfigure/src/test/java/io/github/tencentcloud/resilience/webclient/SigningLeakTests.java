package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;

import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.engine.TestSignature;
import io.github.tencentcloud.resilience.signing.Calls;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each buffer is given back, whatever stops a request from being signed.
 */
class SigningLeakTests {

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(new PooledByteBufAllocator(true));

	private final List<DataBuffer> buffers = new ArrayList<>();

	private final TestSignature signatures = new TestSignature(new ServerClock(new TestClock()), (uri) -> true);

	private CompletionStage<TencentCloudCredentials> credentials = CompletableFuture
		.completedFuture(Calls.credentials());

	private Function<Flux<DataBuffer>, Mono<Void>> connector = (body) -> body.doOnNext(DataBufferUtils::release).then();

	@AfterEach
	void nothingIsHeld() {
		assertThat(this.buffers).isNotEmpty()
			.allSatisfy((buffer) -> assertThat(((NettyDataBuffer) buffer).getNativeBuffer().refCnt()).isZero());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void written(boolean unsigned) {
		request(unsigned).writeWith(one()).block(Calls.LIMIT);
		request(unsigned).writeWith(many()).block(Calls.LIMIT);
		request(unsigned).writeAndFlushWith(many().map(Mono::just)).block(Calls.LIMIT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void credentialsFail(boolean unsigned) {
		this.credentials = CompletableFuture.failedFuture(new IllegalStateException());
		fails(request(unsigned).writeWith(one()));
		fails(request(unsigned).writeWith(many()));
		fails(request(unsigned).writeAndFlushWith(many().map(Mono::just)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callerGoesWhileCredentialsAreWaitedFor(boolean unsigned) {
		this.credentials = new CompletableFuture<>();
		Disposable call = request(unsigned).writeWith(one()).subscribe();
		call.dispose();
		call = request(false).writeWith(many()).subscribe();
		call.dispose();
		call = request(false).writeAndFlushWith(many().map(Mono::just)).subscribe();
		call.dispose();
	}

	@Test
	void bodyFails() {
		fails(request(false).writeWith(many().concatWith(Mono.error(new IllegalStateException()))));
		fails(request(false)
			.writeAndFlushWith(Flux.just(many(), many().concatWith(Mono.error(new IllegalStateException())))));
	}

	@Test
	void callerGoesWhileTheBodyIsGathered() {
		Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
		Disposable call = request(false).writeWith(body.asFlux()).subscribe();
		many().doOnNext(body::tryEmitNext).blockLast(Calls.LIMIT);
		call.dispose();
	}

	@Test
	void bodyIsTooLarge() {
		Flux<DataBuffer> large = Flux.range(0, 12).map((i) -> buffer(1024 * 1024));
		fails(request(false).writeWith(large));
	}

	@Test
	void connectorNeverReads() {
		this.connector = (body) -> Mono.error(new IllegalStateException());
		fails(request(false).writeWith(one()));
		this.connector = (body) -> Mono.never();
		request(false).writeWith(one()).subscribe().dispose();
	}

	@Test
	void connectorStopsReading() {
		this.connector = (body) -> body.doOnNext(DataBufferUtils::release).take(1).then();
		request(false).writeWith(many()).block(Calls.LIMIT);
	}

	private void fails(Mono<Void> written) {
		assertThat(written.then(Mono.just("written")).onErrorReturn("failed").block(Calls.LIMIT)).isEqualTo("failed");
	}

	private Mono<DataBuffer> one() {
		// Already there, as encoders have it.
		DataBuffer buffer = buffer(100);
		return Mono.just(buffer);
	}

	private Flux<DataBuffer> many() {
		return Flux.range(0, 10).map((i) -> buffer(100));
	}

	private DataBuffer buffer(int size) {
		DataBuffer buffer = this.factory.allocateBuffer(size).write(new byte[size]);
		this.buffers.add(buffer);
		return buffer;
	}

	private ClientHttpRequest request(boolean unsigned) {
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.POST, URI.create("https://" + Calls.HOST));
		request.setWriteHandler(this.connector);
		return new SigningRequest(request,
				this.signatures.of(Calls.call(), () -> this.credentials, new SigningOptions(unsigned, null, null)));
	}

}
