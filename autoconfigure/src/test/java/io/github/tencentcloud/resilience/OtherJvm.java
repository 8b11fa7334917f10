package io.github.tencentcloud.resilience;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A virtual machine of its own: for what BlockHound watches, since once installed it
 * cannot be taken out again, and for a heap of a certain size.
 */
public final class OtherJvm {

	private OtherJvm() {
	}

	/**
	 * What a program writes, errors included. It has the class path of the tests, and two
	 * minutes.
	 */
	public static String run(Class<?> program, String... options) throws IOException, InterruptedException {
		Path output = Files.createTempFile(program.getSimpleName(), ".txt");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-XX:+AllowRedefinitionToAddDeleteMethods", "-cp", System.getProperty("java.class.path")));
		command.addAll(List.of(options));
		command.add(program.getName());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			boolean ended = process.waitFor(120, TimeUnit.SECONDS);
			String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
			assertThat(ended).as("%s has ended; it wrote: %s", program.getSimpleName(), text).isTrue();
			return text;
		}
		finally {
			process.destroyForcibly();
			Files.delete(output);
		}
	}

}
