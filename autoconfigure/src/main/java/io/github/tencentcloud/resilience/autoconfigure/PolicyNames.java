package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The names of all policies, built-in ones and the user's, whatever way they are spelled.
 */
final class PolicyNames {

	private final Map<String, String> names = new TreeMap<>();

	PolicyNames(Collection<String> builtIn, Collection<String> user) {
		builtIn.forEach(this::add);
		user.forEach(this::add);
	}

	private void add(String name) {
		this.names.putIfAbsent(RelaxedNames.uniform(name), name);
	}

	/** The name as declared, or {@code null} if there is no such policy. */
	@Nullable String find(String name) {
		return this.names.get(RelaxedNames.uniform(name));
	}

	Collection<String> all() {
		return this.names.values();
	}

}
