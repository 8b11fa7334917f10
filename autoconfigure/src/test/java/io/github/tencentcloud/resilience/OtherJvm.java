package io.github.tencentcloud.resilience;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A virtual machine of its own, for what BlockHound watches: once installed, it cannot be
 * taken out again.
 */
public final class OtherJvm {

	private OtherJvm() {
	}

	/**
	 * What a program writes, errors included. It has the class path of the tests, and two
	 * minutes.
	 */
	public static String run(Class<?> program) throws IOException, InterruptedException {
		Path output = Files.createTempFile(program.getSimpleName(), ".txt");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+AllowRedefinitionToAddDeleteMethods", "-cp", System.getProperty("java.class.path"),
				program.getName())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
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
