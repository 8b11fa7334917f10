package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.github.tencentcloud.resilience.signing.BodyHash;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;

/**
 * The signature of a request with a body of 1 KB: the hash of the body, and the headers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class SigningBenchmark {

	private static final URI ADDRESS = URI.create("https://cvm.tencentcloudapi.com/");

	private final RequestSigner signer = new RequestSigner((uri) -> true);

	private final ServerClock clock = new ServerClock(Clock.systemUTC());

	private final TencentCloudCredentials credentials = TencentCloudCredentials.of("AKIDEXAMPLE",
			"an-example-and-no-secret");

	private final Map<String, String> headers = Map.of("Content-Type", "application/json");

	private final byte[] body = new byte[1024];

	@Benchmark
	public Object signed() {
		UnsignedRequest request = new UnsignedRequest("POST", ADDRESS, this.headers::get, true,
				BodyHash.of(ByteBuffer.wrap(this.body)));
		return this.signer.sign(request, "cvm", this.credentials, SigningOptions.DEFAULTS,
				this.clock.now("cvm.tencentcloudapi.com"));
	}

}
