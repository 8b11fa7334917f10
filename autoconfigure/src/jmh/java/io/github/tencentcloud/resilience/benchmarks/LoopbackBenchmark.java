package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Many calls over HTTP to a server on the same machine, each answered with 4 KB. The
 * server has to warm up too, on the same two cores, so it takes long.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 10, time = 4)
@Measurement(iterations = 5, time = 1)
public class LoopbackBenchmark {

	private static final int CALLS = 1024;

	@Param({ "1", "64", "512" })
	private int concurrency;

	@Param({ "BARE", "STARTER", "STARTER_SIGNED", "SDK" })
	private LoopbackClient.Kind client;

	private LoopbackServer server;

	private LoopbackClient calls;

	@Setup
	public void setUp() throws IOException {
		this.server = LoopbackServer.start(Body.KB4);
		this.calls = this.client.client(this.server.port(), this.concurrency);
	}

	@TearDown
	public void tearDown() {
		this.calls.close();
		this.server.close();
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void calls() {
		this.calls.call(CALLS, this.concurrency);
	}

}
