package io.github.tencentcloud.resilience.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Programs that are compared, each a process of its own. They take turns, in an order
 * that changes, and all but one are idle. A machine is not equally fast for minutes, so
 * only neighbours can be compared.
 *
 * @param <K> tells the programs apart
 */
final class Turns<K> implements AutoCloseable {

	private final Map<K, Program> programs = new LinkedHashMap<>();

	private final List<K> order;

	/**
	 * Start the programs.
	 * @param program serves its turns, see {@link Turn#serve}
	 * @param kinds one for each process
	 * @param args the arguments of each
	 */
	Turns(Class<?> program, List<K> kinds, Function<K, List<String>> args) throws IOException {
		this.order = new ArrayList<>(kinds);
		for (K kind : kinds) {
			this.programs.put(kind, new Program(program, args.apply(kind)));
		}
	}

	/** Have each of them take so many turns. */
	void take(int turns, BiConsumer<K, Turn> results) throws IOException {
		for (int i = 0; i < turns; i++) {
			for (K kind : this.order) {
				results.accept(kind, this.programs.get(kind).turn());
			}
			Collections.rotate(this.order, 1);
		}
	}

	@Override
	public void close() {
		this.programs.values().forEach(Program::close);
	}

	private static final class Program {

		private final List<String> args;

		private final Process process;

		private final BufferedReader output;

		Program(Class<?> program, List<String> args) throws IOException {
			this.args = args;
			this.process = ChildProcess.start(System.getProperty("java.class.path"), program,
					args.toArray(String[]::new));
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
						"A program of the benchmark has ended by itself: " + this.args));
		}

		void close() {
			this.process.destroy();
			this.process.onExit().join();
		}

	}

}
