package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Knows where no property has been written, and so where there is nothing to bind and to
 * check. Binding records while the JVM is still cold takes a good part of the time that
 * this library adds to the start-up.
 */
final class WrittenProperties {

	private WrittenProperties() {
	}

	/**
	 * Whether there is, or may be, a property below a prefix: a source that cannot list
	 * its names may contain any.
	 */
	static boolean below(String prefix, ConfigurableEnvironment environment) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(prefix);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(name) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return false;
	}

}
