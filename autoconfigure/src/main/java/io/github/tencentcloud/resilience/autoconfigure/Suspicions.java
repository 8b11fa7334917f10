package io.github.tencentcloud.resilience.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.Origin;

/**
 * Collects what is probably a mistake, although nobody can know, for a warning each.
 */
final class Suspicions {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	private final Iterable<ConfigurationPropertySource> sources;

	/** By what is suspicious, since it may be there in many properties. */
	private final Map<String, String> suspicions = new LinkedHashMap<>();

	Suspicions(Iterable<ConfigurationPropertySource> sources) {
		this.sources = sources;
	}

	/** A name or a value, at or below a path, is none that is known. */
	void add(PropertyPath path, String reason, @Nullable String meant) {
		if (meant != null) {
			ConfigurationProperty property = path.find(this.sources);
			add(path.text(), (property != null) ? property : path.findBelow(this.sources), reason, meant);
		}
	}

	private void add(String key, @Nullable ConfigurationProperty property, String reason, String meant) {
		add(key, key, Origin.from(property), reason, meant);
	}

	/** The same, about all properties that have something in common. */
	void add(String common, String key, @Nullable Origin origin, String reason, String meant) {
		this.suspicions.putIfAbsent(common, "%s%s: %s Did you mean '%s'?".formatted(key,
				(origin != null) ? " (" + origin + ")" : "", reason, meant));
	}

	/**
	 * Warn of them.
	 * @param told the warnings that there have been, which are not repeated each time
	 * that something else changes
	 */
	void log(Set<String> told) {
		this.suspicions.values().stream().filter(told::add).forEach(logger::warn);
	}

}
