package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of its own that prints numbers and ends.
 */
final class ChildProcess {

	/** What is measured is not the debug log. Spring Boot looks elsewhere than Logback. */
	static final List<String> LOGGING = List.of("-Dlogback.configurationFile=src/jmh/logback.xml",
			"-Dlogging.config=src/jmh/logback.xml");

	private ChildProcess() {
	}

	static Process start(String classPath, Class<?> program, String... args) throws IOException {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx1g", "-cp", classPath));
		command.addAll(LOGGING);
		command.add(program.getName());
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	static double[] run(String classPath, Class<?> program, String... args) throws IOException, InterruptedException {
		Process process = start(classPath, program, args);
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(program.getSimpleName() + " failed: " + out);
		}
		String last = out.strip().substring(out.strip().lastIndexOf('\n') + 1);
		return List.of(last.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
	}

}
