package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

/**
 * A request with a body of 1 KB, written with a signature and without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class SigningBenchmark {

	private static final URI ADDRESS = URI.create("https://cvm.tencentcloudapi.com/");

	private final RequestSigner signer = new RequestSigner(new ServerClock(Clock.systemUTC()), (uri) -> true);

	private final Mono<TencentCloudCredentials> credentials = Mono
		.just(TencentCloudCredentials.of("AKIDEXAMPLE", "an-example-and-no-secret"));

	private final TencentCloudCall call = new TencentCloudCall("cvm", "DescribeInstances", "2017-03-12", "ap-guangzhou",
			"cvm.tencentcloudapi.com", "POST");

	private final byte[] body = new byte[1024];

	@Benchmark
	public Object signed() {
		MockClientHttpRequest request = request();
		return write(
				this.signer.sign(request, this.call, this.credentials, SigningOptions.DEFAULTS, (signedWith) -> {
				}));
	}

	@Benchmark
	public Object unsigned() {
		return write(request());
	}

	private static MockClientHttpRequest request() {
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.POST, ADDRESS);
		request.setWriteHandler((body) -> body.then());
		request.getHeaders().set("Content-Type", "application/json");
		return request;
	}

	private Object write(ClientHttpRequest request) {
		request.writeWith(Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body))).block();
		return request.getHeaders();
	}

}
