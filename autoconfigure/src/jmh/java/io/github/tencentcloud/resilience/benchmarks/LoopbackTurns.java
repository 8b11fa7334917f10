package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many calls over HTTP to a server on the same machine, each answered with 4 KB. The
 * first turns are there to warm up. An application has called another host before,
 * through a filter of its own, as applications do.
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
		List<LoopbackClient.Kind> kinds = Stream.of(LoopbackClient.Kind.values())
			.filter((kind) -> only.matcher("loopback-" + kind).matches())
			.toList();
		if (kinds.isEmpty()) {
			return;
		}
		try (LoopbackServer server = LoopbackServer.start(Body.KB4);
				Turns<LoopbackClient.Kind> turns = new Turns<>(LoopbackTurns.class, kinds,
						(kind) -> List.of(kind.name(), Integer.toString(server.port())))) {
			turns.take(WARM_UP_TURNS, (kind, turn) -> results.add(warmUp(kind, turn, round)));
			turns.take(TURNS, (kind, turn) -> {
				results.add(warmUp(kind, turn, round));
				results.add(sample(kind, turn, round));
			});
		}
		results.write();
	}

	static Map<String, String> params(LoopbackClient.Kind client) {
		return Map.of("client", client.name());
	}

	private static Results.Sample warmUp(LoopbackClient.Kind kind, Turn turn, int round) {
		return new Results.Sample(WARM_UP, params(kind), round, turn.compilerMicrosPerCall(), Double.NaN,
				turn.cpuMicrosPerCall());
	}

	private static Results.Sample sample(LoopbackClient.Kind kind, Turn turn, int round) {
		return new Results.Sample(NAME, params(kind), round, turn.callsPerSecond(), Double.NaN,
				turn.cpuMicrosPerCall());
	}

	/**
	 * One client.
	 * @param args what kind of client, and the port of the server
	 */
	public static void main(String[] args) throws IOException {
		LoopbackClient client = LoopbackClient.Kind.valueOf(args[0]).client(Integer.parseInt(args[1]));
		Turn.serve(CALLS, () -> client.call(CALLS, CONCURRENCY));
	}

}
