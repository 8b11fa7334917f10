package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import reactor.core.publisher.Mono;

/**
 * One call at a time, answered from memory: what is left is the work of the client.
 */
final class MemoryTurns {

	/** What its samples are called. */
	static final String NAME = "Memory";

	private static final URI ADDRESS = URI.create("https://cvm.tencentcloudapi.com/");

	/** On two cores the compiler takes that long, where a call has the most code. */
	private static final int WARM_UP_TURNS = 50;

	private static final int TURNS = 20;

	private MemoryTurns() {
	}

	static void measure(Results results, Body body, int round, Pattern only) throws IOException {
		List<Contender> contenders = Stream.of(Contender.values())
			.filter((contender) -> contender.isMeasuredWith(body))
			.filter((contender) -> only.matcher("call-" + body + "-" + contender).matches())
			.toList();
		if (contenders.isEmpty()) {
			return;
		}
		try (Turns<Contender> turns = new Turns<>(MemoryTurns.class, contenders,
				(contender) -> List.of(contender.name(), body.name()))) {
			turns.take(WARM_UP_TURNS, (contender, turn) -> {
			});
			turns.take(TURNS, (contender, turn) -> results.add(new Results.Sample(NAME, params(contender, body), round,
					turn.microsPerCall(), turn.bytesPerCall(), turn.cpuMicrosPerCall())));
		}
		results.write();
	}

	static Map<String, String> params(Contender contender, Body body) {
		return Map.of("body", body.name(), "contender", contender.name());
	}

	/** So many that a turn takes some tenths of a second. */
	private static int calls(Body body) {
		return switch (body) {
			case B300, KB4, ERROR -> 5_000;
			case KB50 -> 1_000;
			case MB1 -> 50;
		};
	}

	/**
	 * One client.
	 * @param args the contender, and the body of its answers
	 */
	public static void main(String[] args) throws IOException {
		Body body = Body.valueOf(args[1]);
		Supplier<Mono<?>> client = Contender.valueOf(args[0]).client(new MemoryConnector(body.bytes()), ADDRESS);
		int calls = calls(body);
		Turn.serve(calls, () -> {
			for (int i = 0; i < calls; i++) {
				call(client, body);
			}
		});
	}

	private static Object call(Supplier<Mono<?>> client, Body body) {
		Mono<Object> call = client.get().cast(Object.class);
		return (body == Body.ERROR) ? call.onErrorResume(Mono::just).block() : call.block();
	}

}
