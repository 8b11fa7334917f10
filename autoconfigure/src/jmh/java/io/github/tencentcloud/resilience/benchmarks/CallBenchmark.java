package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;

/**
 * One call at a time, answered from memory: what is left is the work of the client.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(time = 1)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CallBenchmark {

	private static final URI ADDRESS = URI.create("https://cvm.tencentcloudapi.com/");

	@Param({ "B300", "KB4", "KB50", "MB1", "ERROR" })
	private Body body;

	@Param({ "BARE", "STARTER", "STARTER_UNWRAP", "HAND_WRITTEN", "RESILIENCE4J", "SPRING_CLOUD" })
	private Contender contender;

	private Contender.Client client;

	@Setup
	public void setUp() {
		this.client = this.contender.client(new MemoryConnector(this.body.bytes()), ADDRESS);
	}

	@TearDown
	public void tearDown() {
		this.client.close();
	}

	@Benchmark
	public Object call() {
		Mono<Object> call = this.client.call().cast(Object.class);
		return (this.body == Body.ERROR) ? call.onErrorResume(Mono::just).block() : call.block();
	}

}
