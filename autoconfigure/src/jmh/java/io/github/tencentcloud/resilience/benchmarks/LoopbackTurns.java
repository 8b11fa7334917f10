package io.github.tencentcloud.resilience.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/**
 * Many calls over HTTP to a server on the same machine, each answered with 4 KB. Each
 * client is a process of its own. They take turns, in an order that changes, and all but
 * one are idle; the first turns are there to warm up. A machine is not equally fast for
 * minutes, so only neighbours can be compared. An application has called another host
 * before, through a filter of its own, as applications do.
 */
final class LoopbackTurns {

	/** What its samples are called. */
	static final String NAME = "Loopback";

	/** What those of all turns are called, from the first: their score is the compiler's time. */
	static final String WARM_UP = "LoopbackWarmUp";

	static final int CONCURRENCY = 64;

	/** On two cores the compiler takes that long, where a call has the most code. */
	private static final int WARM_UP_TURNS = 12;

	private static final int TURNS = 8;

	static final int CALLS = 20_000;

	private LoopbackTurns() {
	}

	static void measure(Results results, int round, Pattern only) throws IOException {
		List<LoopbackClient.Kind> order = Stream.of(LoopbackClient.Kind.values())
			.filter((kind) -> only.matcher("loopback-" + kind).matches())
			.collect(Collectors.toCollection(ArrayList::new));
		if (order.isEmpty()) {
			return;
		}
		Map<LoopbackClient.Kind, Program> programs = new EnumMap<>(LoopbackClient.Kind.class);
		try (LoopbackServer server = LoopbackServer.start(Body.KB4)) {
			for (LoopbackClient.Kind kind : order) {
				programs.put(kind, new Program(kind, server.port()));
			}
			for (int i = 0; i < WARM_UP_TURNS + TURNS; i++) {
				for (LoopbackClient.Kind kind : order) {
					Turn turn = programs.get(kind).turn();
					results.add(turn.warmUp(kind, round));
					if (i >= WARM_UP_TURNS) {
						results.add(turn.sample(kind, round));
					}
				}
				Collections.rotate(order, 1);
			}
		}
		finally {
			programs.values().forEach(Program::close);
		}
		results.write();
	}

	static Map<String, String> params(LoopbackClient.Kind client) {
		return Map.of("client", client.name());
	}

	/**
	 * One client. It takes its turn at each line of its input.
	 * @param args what kind of client, and the port of the server
	 */
	public static void main(String[] args) throws IOException {
		LoopbackClient client = LoopbackClient.Kind.valueOf(args[0]).client(Integer.parseInt(args[1]));
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (input.readLine() != null) {
			System.out.println(turn(client));
		}
		System.exit(0);
	}

	private static Turn turn(LoopbackClient client) {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
		long compiling = compiler.getTotalCompilationTime();
		long cpu = system.getProcessCpuTime();
		long start = System.nanoTime();
		client.call(CALLS, CONCURRENCY);
		return new Turn(CALLS, System.nanoTime() - start, system.getProcessCpuTime() - cpu,
				compiler.getTotalCompilationTime() - compiling);
	}

	/**
	 * The process of a client.
	 */
	private static final class Program {

		private final LoopbackClient.Kind kind;

		private final Process process;

		private final BufferedReader output;

		Program(LoopbackClient.Kind kind, int port) throws IOException {
			this.kind = kind;
			this.process = ChildProcess.start(System.getProperty("java.class.path"), LoopbackTurns.class, kind.name(),
					Integer.toString(port));
			this.output = this.process.inputReader(StandardCharsets.UTF_8);
		}

		Turn turn() throws IOException {
			BufferedWriter input = this.process.outputWriter(StandardCharsets.UTF_8);
			input.newLine();
			input.flush();
			return this.output.lines()
				.filter(Turn::isOne)
				.findFirst()
				.map(Turn::parse)
				.orElseThrow(() -> new IllegalStateException(
						"A client of the benchmark has ended by itself: " + this.kind));
		}

		void close() {
			this.process.destroy();
			this.process.onExit().join();
		}

	}

	/**
	 * What a client did in one turn.
	 *
	 * @param calls how many calls it made
	 * @param nanos how long it took
	 * @param cpuNanos the CPU time of its process
	 * @param compilerMillis how long the compiler of its JVM was at work
	 */
	private record Turn(long calls, long nanos, long cpuNanos, long compilerMillis) {

		private static final String MARK = "turn ";

		static boolean isOne(String line) {
			return line.startsWith(MARK);
		}

		static Turn parse(String line) {
			String[] numbers = line.substring(MARK.length()).split(" ");
			return new Turn(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
					Long.parseLong(numbers[3]));
		}

		Results.Sample warmUp(LoopbackClient.Kind kind, int round) {
			return new Results.Sample(WARM_UP, params(kind), round, this.compilerMillis * 1e3 / this.calls, Double.NaN,
					this.cpuNanos / 1e3 / this.calls);
		}

		Results.Sample sample(LoopbackClient.Kind kind, int round) {
			return new Results.Sample(NAME, params(kind), round, this.calls * 1e9 / this.nanos, Double.NaN,
					this.cpuNanos / 1e3 / this.calls);
		}

		@Override
		public String toString() {
			return MARK + this.calls + " " + this.nanos + " " + this.cpuNanos + " " + this.compilerMillis;
		}

	}

}
