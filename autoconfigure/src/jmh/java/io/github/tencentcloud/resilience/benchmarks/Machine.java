package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * What the page says about where and how the figures came about.
 */
final class Machine {

	private Machine() {
	}

	static String describe() throws IOException {
		return "%s, %d cores, %s %s, JDK %s. %s.%n".formatted(processor(), Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name"), System.getProperty("os.arch"), Runtime.version(),
				LocalDate.now(ZoneOffset.UTC));
	}

	private static String processor() throws IOException {
		Path file = Path.of("/proc/cpuinfo");
		if (!Files.exists(file)) {
			return "A processor";
		}
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 2))
				.findFirst()
				.orElse("A processor");
		}
	}

}
