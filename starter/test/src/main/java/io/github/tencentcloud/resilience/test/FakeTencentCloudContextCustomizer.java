package io.github.tencentcloud.resilience.test;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts a fake for a context before the context looks at its configuration. Equal
 * customizers let tests share a context, and with it the fake.
 *
 * @param shortWaits whether waits are short
 * @param checkSignatures whether signatures are checked
 * @param stubs a file of stubs, or nothing
 */
record FakeTencentCloudContextCustomizer(boolean shortWaits, boolean checkSignatures,
		String stubs) implements ContextCustomizer {

	static final String BEAN_NAME = "fakeTencentCloud";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		ConfigurableEnvironment environment = context.getEnvironment();
		FakeTencentCloud cloud = FakeTencentCloud.builder()
			.signatures(this.checkSignatures)
			.accounts(new ConfiguredAccounts(environment))
			.start();
		// Destroyed last, and even if the start-up fails.
		((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean(BEAN_NAME, cloud::stop);
		context.getBeanFactory().registerSingleton(BEAN_NAME, cloud);
		if (!this.stubs.isEmpty()) {
			StubFile.read(context.getResource(this.stubs)).forEach(cloud::stubAlways);
		}
		addAfterThoseOfTheTest(environment.getPropertySources(),
				new FakePropertySource(cloud, environment, this.shortWaits));
	}

	/** What a test sets stands before the properties of the system. */
	private static void addAfterThoseOfTheTest(MutablePropertySources sources, FakePropertySource source) {
		if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, source);
		}
		else {
			sources.addFirst(source);
		}
	}

}
