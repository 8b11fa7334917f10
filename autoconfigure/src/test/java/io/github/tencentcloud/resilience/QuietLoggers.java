package io.github.tencentcloud.resilience;

import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Loggers of others that say nothing during a test, which breaks on purpose what they
 * would tell of with a stack trace each time.
 */
public final class QuietLoggers implements BeforeEachCallback, AfterEachCallback {

	private final List<Logger> loggers;

	public QuietLoggers(String... loggers) {
		this.loggers = Stream.of(loggers).map((name) -> (Logger) LoggerFactory.getLogger(name)).toList();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.loggers.forEach((logger) -> logger.setLevel(Level.OFF));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.loggers.forEach((logger) -> logger.setLevel(null));
	}

}
