package io.github.tencentcloud.resilience.test;

import java.lang.reflect.Method;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension for tests without Spring: each test gets a running
 * {@link FakeTencentCloud} as a parameter, and fails after it ran if it asked what nobody
 * has stubbed.
 */
public final class FakeTencentCloudExtension implements ParameterResolver, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(FakeTencentCloudExtension.class);

	/** Create the extension, as JUnit does. */
	public FakeTencentCloudExtension() {
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == FakeTencentCloud.class
				&& parameter.getDeclaringExecutable() instanceof Method;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return running(context).cloud();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Running running = context.getStore(NAMESPACE).get(Running.class, Running.class);
		if (running != null) {
			running.cloud().verifyAndReset();
		}
	}

	/**
	 * One for each test, so that tests may run in parallel, unless a method for all tests
	 * has asked for it.
	 */
	private static Running running(ExtensionContext context) {
		return context.getStore(NAMESPACE)
			.computeIfAbsent(Running.class, (key) -> new Running(FakeTencentCloud.start()), Running.class);
	}

	/** JUnit closes it when the test ends, or all tests of the class do. */
	private record Running(FakeTencentCloud cloud) implements AutoCloseable {

		@Override
		public void close() {
			this.cloud.stop();
		}

	}

}
