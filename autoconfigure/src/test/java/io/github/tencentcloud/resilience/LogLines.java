package io.github.tencentcloud.resilience;

import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What loggers are told during a test, from DEBUG on.
 */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final List<Logger> loggers;

	/** The lines so far. */
	public final List<ILoggingEvent> list = this.appender.list;

	public LogLines(String... loggers) {
		this.loggers = Stream.of(loggers).map((name) -> (Logger) LoggerFactory.getLogger(name)).toList();
	}

	/**
	 * The text of the only line so far, which is about a fault and has no stack trace.
	 */
	public String onlyFault() {
		assertThat(this.list).hasSize(1);
		ILoggingEvent line = this.list.get(0);
		assertThat(line.getLevel()).isEqualTo(Level.ERROR);
		assertThat(line.getThrowableProxy()).isNull();
		return line.getFormattedMessage();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.appender.start();
		for (Logger logger : this.loggers) {
			logger.setLevel(Level.DEBUG);
			logger.addAppender(this.appender);
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		for (Logger logger : this.loggers) {
			logger.setLevel(null);
			logger.detachAppender(this.appender);
		}
	}

}
