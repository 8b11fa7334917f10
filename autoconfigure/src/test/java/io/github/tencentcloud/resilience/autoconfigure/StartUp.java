package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Starts an application as a user would, with an {@code application.yml} and environment
 * variables.
 */
final class StartUp {

	private final Path folder;

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, Object> variables = new HashMap<>();

	private WebApplicationType type = WebApplicationType.NONE;

	StartUp(Path folder) {
		this.folder = folder;
	}

	StartUp yaml(String yaml) {
		return file("application.yml", yaml);
	}

	StartUp properties(String properties) {
		return file("application.properties", properties);
	}

	private StartUp file(String name, String content) {
		try {
			Files.writeString(this.folder.resolve(name), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	StartUp variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	StartUp argument(String argument) {
		this.arguments.add(argument);
		return this;
	}

	/** With a web server of its own. */
	StartUp web() {
		this.type = WebApplicationType.REACTIVE;
		return argument("--server.port=0");
	}

	/** With everything that Boot and Resilience4j configure by themselves. */
	ConfigurableApplicationContext run(Class<?>... configuration) {
		return start(Stream.concat(Stream.of(Application.class), Stream.of(configuration)).toArray(Class<?>[]::new));
	}

	/** With nothing but our auto-configuration, which is quicker. */
	ConfigurableApplicationContext runAlone() {
		return start(Alone.class);
	}

	private ConfigurableApplicationContext start(Class<?>... sources) {
		SpringApplication application = new SpringApplication(sources);
		application.setWebApplicationType(this.type);
		application.setBannerMode(Banner.Mode.OFF);
		application.setEnvironment(environment());
		application.setRegisterShutdownHook(false);
		this.arguments.add("--spring.config.location=" + this.folder.toUri());
		return application.run(this.arguments.toArray(String[]::new));
	}

	private StandardEnvironment environment() {
		StandardEnvironment environment = new StandardEnvironment();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, this.variables));
		return environment;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TencentCloudResilienceAutoConfiguration.class)
	static class Alone {

	}

}
