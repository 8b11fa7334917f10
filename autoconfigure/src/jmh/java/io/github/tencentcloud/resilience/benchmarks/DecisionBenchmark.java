package io.github.tencentcloud.resilience.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.Resolution;
import io.github.tencentcloud.resilience.webclient.SdkCodes;
import io.github.tencentcloud.resilience.webclient.SdkCodes.SdkCode;

/**
 * What to do about a code, for every code that the vendor's SDK knows in turn.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class DecisionBenchmark {

	private ConfigurableApplicationContext context;

	private PolicyResolver policies;

	private SdkCode[] codes;

	private int next;

	@Setup
	public void setUp() {
		this.context = Application.start();
		this.policies = this.context.getBean(PolicyResolver.class);
		this.codes = SdkCodes.all()
			.stream()
			// As they come from a body: not the very strings that a table holds.
			.map((code) -> new SdkCode(code.product(), new String(code.code())))
			.toArray(SdkCode[]::new);
	}

	@TearDown
	public void tearDown() {
		this.context.close();
	}

	@Benchmark
	public Resolution decision() {
		SdkCode code = this.codes[this.next];
		this.next = (this.next + 1 < this.codes.length) ? this.next + 1 : 0;
		return this.policies.resolve(code.product(), "DescribeInstances", code.code());
	}

}
