package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * The path to a property. A name chosen by the user may be written plainly or, if it
 * contains dots, in brackets.
 *
 * @param text the path with plain names
 * @param bracketed the path with names in brackets
 */
record PropertyPath(String text, String bracketed) {

	/** The prefix of the resilience properties. */
	static final PropertyPath ROOT = new PropertyPath("tencentcloud.resilience", "tencentcloud.resilience");

	/** A property of ours. */
	PropertyPath key(String key) {
		return new PropertyPath(this.text + "." + key, this.bracketed + "." + key);
	}

	/** An entry of a map, whose name the user has chosen. */
	PropertyPath name(String name) {
		return new PropertyPath(this.text + "." + name, this.bracketed + "[" + name + "]");
	}

	@Nullable ConfigurationProperty find(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			ConfigurationProperty property = find(source, this.text);
			property = (property != null) ? property : find(source, this.bracketed);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private static @Nullable ConfigurationProperty find(ConfigurationPropertySource source, String text) {
		return source.getConfigurationProperty(ConfigurationPropertyName.adapt(text, '.'));
	}

	@Override
	public String toString() {
		return this.text;
	}

}
