package io.github.tencentcloud.resilience.webclient;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Netty's leak detection at its most thorough level. A test fails if anything was
 * reported when it has ended and garbage has been collected.
 */
public final class LeakDetection implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

	private final List<String> leaks = new CopyOnWriteArrayList<>();

	private final boolean afterEach;

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.ERROR) && event.getFormattedMessage().contains("LEAK")) {
				LeakDetection.this.leaks.add(event.getFormattedMessage());
			}
		}

	};

	/** Looks for leaks after each test. */
	public LeakDetection() {
		this(true);
	}

	private LeakDetection(boolean afterEach) {
		this.afterEach = afterEach;
	}

	/** Looks for leaks once, where looking after each test would take too long. */
	public static LeakDetection afterAllTests() {
		return new LeakDetection(false);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		this.appender.start();
		logger().addAppender(this.appender);
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		if (this.afterEach) {
			assertThat(leaks()).isEmpty();
		}
	}

	@Override
	public void afterAll(ExtensionContext context) throws Exception {
		List<String> last = leaks();
		logger().detachAppender(this.appender);
		ResourceLeakDetector.setLevel(this.level);
		assertThat(last).isEmpty();
	}

	/** What has been reported by now. Leaks show only when the next buffer is made. */
	List<String> leaks() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(20);
			for (int n = 0; n < 100; n++) {
				ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(16);
				buffer.release();
			}
		}
		List<String> leaks = List.copyOf(this.leaks);
		this.leaks.clear();
		return leaks;
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
	}

}
