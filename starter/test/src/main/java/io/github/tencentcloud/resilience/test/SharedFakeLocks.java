package io.github.tencentcloud.resilience.test;

import java.util.Set;

import org.junit.jupiter.api.parallel.ResourceLocksProvider;

import org.springframework.test.context.BootstrapUtils;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Where JUnit runs tests in parallel, those that share a context run one after another,
 * since they share its fake: all methods of a class, and classes with the same
 * configuration.
 */
class SharedFakeLocks implements ResourceLocksProvider {

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		MergedContextConfiguration context = BootstrapUtils.resolveTestContextBootstrapper(testClass)
			.buildMergedContextConfiguration();
		return Set.of(new Lock("fake Tencent Cloud of context " + context.hashCode()));
	}

}
