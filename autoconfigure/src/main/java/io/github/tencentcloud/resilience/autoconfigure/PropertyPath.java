package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

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

	/** The path to a property that Boot has found. */
	static PropertyPath of(ConfigurationPropertyName name) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL);
			text.append(name.isNumericIndex(i) ? "[" + element + "]" : (i > 0) ? "." + element : element);
		}
		return new PropertyPath(text.toString(), name.toString());
	}

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

	/** Any property below this path, from the source that has precedence. */
	@Nullable ConfigurationProperty findBelow(Iterable<ConfigurationPropertySource> sources) {
		ConfigurationPropertyName plain = ConfigurationPropertyName.adapt(this.text, '.');
		ConfigurationPropertyName inBrackets = ConfigurationPropertyName.adapt(this.bracketed, '.');
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				Optional<ConfigurationProperty> property = iterable.stream()
					.filter((name) -> plain.isAncestorOf(name) || inBrackets.isAncestorOf(name))
					.findFirst()
					.map(iterable::getConfigurationProperty);
				if (property.isPresent()) {
					return property.get();
				}
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
