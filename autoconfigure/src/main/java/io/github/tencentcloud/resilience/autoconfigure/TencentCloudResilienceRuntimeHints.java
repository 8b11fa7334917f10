package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

import io.github.tencentcloud.resilience.policy.Catalogue;

/**
 * Includes in a native image what is only found by name: the built-in tables, and the
 * types that are bound outside of Boot's own {@code @ConfigurationProperties} support.
 */
class TencentCloudResilienceRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		String tables = ClassUtils.classPackageAsResourcePath(Catalogue.class);
		String own = ClassUtils.classPackageAsResourcePath(getClass());
		BindableRuntimeHintsRegistrar.forTypes(CredentialProperties.class).registerHints(hints);
		hints.resources()
			.registerPattern(tables + "/catalogue.yml.flat")
			.registerPattern(tables + "/actions.yml.flat")
			.registerPattern(tables + "/streams.yml.flat")
			.registerPattern(tables + "/names.yml.flat")
			.registerPattern(own + "/version.properties");
	}

}
