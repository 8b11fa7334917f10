package io.github.tencentcloud.resilience.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * How long a WebFlux application with Resilience4j's starter and a {@code WebClient}
 * takes to start, with our starter and without: on the class path or not.
 */
final class StartUpTime {

	private static final int TURNS = 3;

	/** What no such application has. */
	private static final Pattern OTHERS = Pattern.compile("(archunit|wiremock|tencentcloud-sdk|xchart|jmh|spring-cloud|"
			+ "blockhound|mockito|junit|httpclient5|httpcore5|okhttp|okio|logging-interceptor|ini4j|json-path|jsonassert|"
			+ "hamcrest|assertj|awaitility|byte-buddy|spring-test|spring-boot-test|spring-boot-starter-test|xmlunit|"
			+ "VectorGraphics2D|reactor-test).*\\.jar");

	private static final Path CLASSES = Path.of("target", "classes");

	private StartUpTime() {
	}

	static void measure(Results results, int round) throws IOException, InterruptedException {
		String without = libraries();
		String with = without + File.pathSeparator + jar();
		for (int i = 0; i < TURNS; i++) {
			start(results, round, without, "without");
			start(results, round, with, "with");
			start(results, round, with, "configured", "--tencentcloud.resilience.unwrap=true");
		}
		results.write();
	}

	private static void start(Results results, int round, String classPath, String kind, String... args)
			throws IOException, InterruptedException {
		double[] millis = ChildProcess.run(classPath, StartUpTime.class, args);
		results.add(new Results.Sample("StartUp", Map.of("starter", kind), round, millis[0], Double.NaN,
				1000 * millis[1]));
	}

	private static String libraries() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !OTHERS.matcher(Path.of(entry).getFileName().toString()).matches())
			.filter((entry) -> !Path.of(entry).endsWith(CLASSES))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * The starter as an application gets it. A folder of classes would be searched for
	 * each class of every library behind it.
	 */
	private static Path jar() throws IOException {
		Path classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((entry) -> entry.endsWith(CLASSES))
			.findFirst()
			.orElseThrow();
		Path jar = Files.createTempFile("starter", ".jar");
		jar.toFile().deleteOnExit();
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, out);
				out.closeEntry();
			}
		}
		return jar;
	}

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WebFluxApplication.class)
			.web(WebApplicationType.REACTIVE)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "spring.application.name=start")
			.run(args)) {
			long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
			OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
			System.out.println(millis + " " + system.getProcessCpuTime() / 1_000_000);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebFluxApplication {

		@Bean
		WebClient client(WebClient.Builder builder) {
			return builder.baseUrl("https://cvm.tencentcloudapi.com/").build();
		}

	}

}
