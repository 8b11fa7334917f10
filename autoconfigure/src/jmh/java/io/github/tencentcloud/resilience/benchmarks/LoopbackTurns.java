package io.github.tencentcloud.resilience.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.sun.management.OperatingSystemMXBean;

/**
 * Many calls over HTTP to a server on the same machine, each answered with 4 KB. Each
 * client is a process of its own and alone on the machine, with the server, while it is
 * measured; the order of the clients changes from round to round. Before that its
 * application has called another host, through a filter of its own, as applications do.
 */
final class LoopbackTurns {

	/** What its samples are called. */
	static final String NAME = "Loopback";

	static final int CONCURRENCY = 64;

	/** On two cores the compilers of client and server take that long. */
	private static final int WARM_UP_CALLS = 150_000;

	private static final int TURNS = 4;

	private static final int CALLS = 20_000;

	private LoopbackTurns() {
	}

	static void measure(Results results, int round, Pattern only) throws IOException {
		List<LoopbackClient.Kind> order = new ArrayList<>(List.of(LoopbackClient.Kind.values()));
		Collections.rotate(order, round);
		for (LoopbackClient.Kind kind : order) {
			if (only.matcher("loopback-" + kind).matches()) {
				measure(results, round, kind);
			}
		}
		results.write();
	}

	private static void measure(Results results, int round, LoopbackClient.Kind kind) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Body.KB4)) {
			Process process = ChildProcess.start(System.getProperty("java.class.path"), LoopbackTurns.class,
					kind.name(), Integer.toString(server.port()));
			try (BufferedReader output = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
				List<Turn> turns = output.lines().filter(Turn::isOne).map(Turn::parse).toList();
				if (turns.size() != TURNS) {
					throw new IllegalStateException("A client of the benchmark has ended by itself: " + kind);
				}
				turns.forEach((turn) -> results.add(turn.sample(kind, round)));
			}
			finally {
				process.destroy();
				process.onExit().join();
			}
		}
	}

	static Map<String, String> params(LoopbackClient.Kind client) {
		return Map.of("client", client.name());
	}

	/**
	 * One client.
	 * @param args what kind of client, and the port of the server
	 */
	public static void main(String[] args) {
		LoopbackClient client = LoopbackClient.Kind.valueOf(args[0]).client(Integer.parseInt(args[1]));
		client.call(WARM_UP_CALLS, CONCURRENCY);
		for (int i = 0; i < TURNS; i++) {
			System.out.println(turn(client));
		}
		System.exit(0);
	}

	private static Turn turn(LoopbackClient client) {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long cpu = system.getProcessCpuTime();
		long start = System.nanoTime();
		client.call(CALLS, CONCURRENCY);
		return new Turn(CALLS, System.nanoTime() - start, system.getProcessCpuTime() - cpu);
	}

	/**
	 * What a client did in one turn.
	 *
	 * @param calls how many calls it made
	 * @param nanos how long it took
	 * @param cpuNanos the CPU time of its process
	 */
	private record Turn(long calls, long nanos, long cpuNanos) {

		private static final String MARK = "turn ";

		static boolean isOne(String line) {
			return line.startsWith(MARK);
		}

		static Turn parse(String line) {
			String[] numbers = line.substring(MARK.length()).split(" ");
			return new Turn(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
		}

		Results.Sample sample(LoopbackClient.Kind kind, int round) {
			return new Results.Sample(NAME, params(kind), round, this.calls * 1e9 / this.nanos, Double.NaN,
					this.cpuNanos / 1e3 / this.calls);
		}

		@Override
		public String toString() {
			return MARK + this.calls + " " + this.nanos + " " + this.cpuNanos;
		}

	}

}
