package io.github.tencentcloud.resilience.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

/**
 * Many calls over HTTP to a server on the same machine, each answered with 4 KB. The
 * clients are processes of their own that take turns, a moment each, again and again:
 * what else the machine does, and how fast it is at that moment, hits all of them alike.
 */
final class LoopbackTurns {

	/** What its samples are called. */
	static final String NAME = "Loopback";

	/** On two cores the compilers of client and server take that long. */
	private static final int WARM_UPS = 7;

	private static final long WARM_UP_MILLIS = 5000;

	private static final long TURN_MILLIS = 1500;

	private static final int USUAL_CONCURRENCY = 64;

	private static final int MAX_CONCURRENCY = 512;

	private LoopbackTurns() {
	}

	static void measure(Results results, int round) throws IOException {
		Map<LoopbackClient.Kind, Turns> clients = new EnumMap<>(LoopbackClient.Kind.class);
		try (LoopbackServer server = LoopbackServer.start(Body.KB4)) {
			for (LoopbackClient.Kind kind : LoopbackClient.Kind.values()) {
				clients.put(kind, new Turns(kind, server.port()));
			}
			for (int i = 0; i < WARM_UPS; i++) {
				for (Turns client : clients.values()) {
					client.take(USUAL_CONCURRENCY, WARM_UP_MILLIS);
				}
			}
			takeTurns(clients, 1, 5, results, round);
			takeTurns(clients, USUAL_CONCURRENCY, 11, results, round);
			takeTurns(clients, MAX_CONCURRENCY, 5, results, round);
		}
		finally {
			clients.values().forEach(Turns::close);
		}
		results.write();
	}

	static Map<String, String> params(int concurrency, LoopbackClient.Kind client) {
		return Map.of("concurrency", Integer.toString(concurrency), "client", client.name());
	}

	/** The first turn does not count: connections are opened in it. */
	private static void takeTurns(Map<LoopbackClient.Kind, Turns> clients, int concurrency, int turns, Results results,
			int round) {
		clients.values().forEach((client) -> client.take(concurrency, TURN_MILLIS));
		List<LoopbackClient.Kind> order = new ArrayList<>(clients.keySet());
		for (int i = 0; i < turns; i++) {
			for (LoopbackClient.Kind kind : order) {
				results.add(clients.get(kind).take(concurrency, TURN_MILLIS).sample(kind, concurrency, round));
			}
			Collections.rotate(order, 1);
		}
	}

	/**
	 * One client: takes its turn when it is told to on its standard input.
	 * @param args what kind of client, and the port of the server
	 */
	public static void main(String[] args) {
		try (LoopbackClient client = LoopbackClient.Kind.valueOf(args[0])
			.client(Integer.parseInt(args[1]), MAX_CONCURRENCY); Scanner commands = new Scanner(System.in)) {
			while (commands.hasNextInt()) {
				System.out.println(turn(client, commands.nextInt(), commands.nextLong()));
			}
		}
	}

	private static Turn turn(LoopbackClient client, int concurrency, long millis) {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		int batch = 8 * Math.max(concurrency, USUAL_CONCURRENCY);
		long calls = 0;
		long cpu = system.getProcessCpuTime();
		long start = System.nanoTime();
		while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis)) {
			client.call(batch, concurrency);
			calls += batch;
		}
		return new Turn(calls, System.nanoTime() - start, system.getProcessCpuTime() - cpu);
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

		Results.Sample sample(LoopbackClient.Kind kind, int concurrency, int round) {
			return new Results.Sample(NAME, params(concurrency, kind), round, this.calls * 1e9 / this.nanos, Double.NaN,
					this.cpuNanos / 1e3 / this.calls);
		}

		@Override
		public String toString() {
			return MARK + this.calls + " " + this.nanos + " " + this.cpuNanos;
		}

	}

	/** The other end of such a process. */
	private static final class Turns {

		private final Process process;

		private final PrintStream commands;

		private final BufferedReader output;

		Turns(LoopbackClient.Kind kind, int port) throws IOException {
			this.process = ChildProcess.start(System.getProperty("java.class.path"), LoopbackTurns.class, kind.name(),
					Integer.toString(port));
			this.commands = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
			this.output = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		}

		Turn take(int concurrency, long millis) {
			this.commands.println(concurrency + " " + millis);
			try {
				for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
					if (Turn.isOne(line)) {
						return Turn.parse(line);
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			throw new IllegalStateException("A client of the benchmark has ended by itself");
		}

		void close() {
			this.commands.close();
			this.process.destroy();
			this.process.onExit().join();
		}

	}

}
