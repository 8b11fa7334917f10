package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.Origin;

/**
 * Collects mistakes, so that the user sees all of them at once.
 */
final class ConfigurationProblems {

	private static final String MASK = "******";

	/** Also catches a secret that was written under a wrong prefix. */
	private static final Pattern SENSITIVE = Pattern
		.compile("(?i)tencentcloud[._-]?(credentials|signing).*|.*(secret|token|password|credential|key).*");

	/** The user info of an address, up to the last @ since it may hold others. */
	private static final Pattern USER_INFO = Pattern.compile("(?<=://).+(?=@)");

	private final Iterable<ConfigurationPropertySource> sources;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	private final Set<String> told = new HashSet<>();

	private final Set<String> groups = new HashSet<>();

	ConfigurationProblems(Iterable<ConfigurationPropertySource> sources) {
		this.sources = sources;
	}

	/** A property that exists has a wrong value; what is first found wrong is told. */
	void add(PropertyPath path, String reason, String action) {
		String uniform = RelaxedNames.uniform(path.text());
		if (this.groups.stream().anyMatch(uniform::startsWith) || !this.told.add(uniform)) {
			return;
		}
		add(path, path.find(this.sources), reason, action);
	}

	/**
	 * Properties have a wrong name in common; what else is wrong with them is not told.
	 */
	void addGroup(PropertyPath path, PropertyPath group, String reason, String action) {
		ConfigurationProperty property = path.find(this.sources);
		add(path, (property != null) ? property : path.findBelow(this.sources), reason, action);
		this.groups.add(RelaxedNames.uniform(group.text()));
	}

	private void add(PropertyPath path, @Nullable ConfigurationProperty property, String reason, String action) {
		Object value = (property != null) ? property.getValue() : null;
		boolean masked = value != null && (path.text().startsWith(CredentialProperties.PREFIX)
				|| path.text().endsWith(".url") || (path.text().endsWith(".endpoint") && mayHoldSecret(value)));
		this.problems
			.add(new ConfigurationProblem(path.text(), shown(value, masked), Origin.from(property), reason, action));
	}

	/** A property is written that does not exist. */
	void addUnknown(String property, @Nullable Object value, @Nullable Origin origin, String reason, String action) {
		boolean masked = value != null && SENSITIVE.matcher(property).matches();
		this.problems.add(new ConfigurationProblem(property, shown(value, masked), origin, reason, action));
	}

	private static @Nullable Object shown(@Nullable Object value, boolean masked) {
		return masked ? MASK : (value instanceof CharSequence text) ? USER_INFO.matcher(text).replaceAll(MASK) : value;
	}

	/**
	 * An address with a password or a query, even if it is otherwise malformed.
	 */
	private static boolean mayHoldSecret(Object address) {
		return address.toString().matches("(?s).*[@?#].*");
	}

	/**
	 * Whether the user has written this property instead of leaving it to its default.
	 */
	boolean isWritten(PropertyPath path) {
		return path.find(this.sources) != null;
	}

	void atLeastOne(PropertyPath path, @Nullable Integer number) {
		if (number != null && number < 1) {
			add(path, "It must be at least 1.", "Write 1 or more.");
		}
	}

	/**
	 * Stop the start-up if there are any mistakes.
	 * @throws InvalidTencentCloudConfigurationException with all of them
	 */
	void throwIfAny() {
		if (!this.problems.isEmpty()) {
			throw new InvalidTencentCloudConfigurationException(this.problems);
		}
	}

}
