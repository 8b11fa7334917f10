package io.github.tencentcloud.resilience.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What a program did in one turn.
 *
 * @param calls how many calls it made
 * @param nanos how long it took
 * @param cpuNanos the CPU time of its process
 * @param bytes what its main thread allocated
 * @param compilerMillis how long the compiler of its JVM was at work
 */
record Turn(long calls, long nanos, long cpuNanos, long bytes, long compilerMillis) {

	private static final String MARK = "turn ";

	/** Take a turn at each line of the input, until the process is ended. */
	static void serve(int calls, Runnable work) throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (input.readLine() != null) {
			System.out.println(MARK + take(calls, work).text());
		}
		System.exit(0);
	}

	private static Turn take(int calls, Runnable work) {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long compiling = compiler.getTotalCompilationTime();
		long bytes = threads.getCurrentThreadAllocatedBytes();
		long cpu = system.getProcessCpuTime();
		long start = System.nanoTime();
		work.run();
		return new Turn(calls, System.nanoTime() - start, system.getProcessCpuTime() - cpu,
				threads.getCurrentThreadAllocatedBytes() - bytes, compiler.getTotalCompilationTime() - compiling);
	}

	static boolean isOne(String line) {
		return line.startsWith(MARK);
	}

	static Turn parse(String line) {
		String[] numbers = line.substring(MARK.length()).split(" ");
		return new Turn(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
				Long.parseLong(numbers[3]), Long.parseLong(numbers[4]));
	}

	private String text() {
		return this.calls + " " + this.nanos + " " + this.cpuNanos + " " + this.bytes + " " + this.compilerMillis;
	}

	double microsPerCall() {
		return this.nanos / 1e3 / this.calls;
	}

	double cpuMicrosPerCall() {
		return this.cpuNanos / 1e3 / this.calls;
	}

	double bytesPerCall() {
		return (double) this.bytes / this.calls;
	}

	double callsPerSecond() {
		return this.calls * 1e9 / this.nanos;
	}

	double compilerMicrosPerCall() {
		return this.compilerMillis * 1e3 / this.calls;
	}

}
