package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Entries;
import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Group;
import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Table;

/**
 * Finds keys below a prefix that have no effect. Boot itself ignores them.
 */
final class UnknownKeys {

	/** The vendor's own variable, read by its SDKs. */
	private static final Set<String> VENDOR = Set.of("TENCENTCLOUD_CREDENTIALS_FILE");

	/** What Kubernetes sets in every container for a service with a name like ours. */
	private static final Pattern KUBERNETES = Pattern
		.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

	private final ConfigurationPropertyName prefix;

	private final PropertySchema schema;

	private final LenientBinding binding;

	UnknownKeys(ConfigurationPropertyName prefix, PropertySchema schema, LenientBinding binding) {
		this.prefix = prefix;
		this.schema = schema;
		this.binding = binding;
	}

	void check(Iterable<ConfigurationPropertySource> sources, ConfigurationProblems problems) {
		Set<ConfigurationPropertyName> lists = lists(sources);
		lists.forEach((list) -> addList(problems, list));
		for (ConfigurationPropertySource source : sources) {
			if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource environment) {
				Arrays.stream(environment.getPropertyNames())
					.filter((variable) -> isUnknownVariable(variable) && lists.stream()
						.noneMatch((list) -> usual(variable).startsWith(variable(list.getParent().toString()))))
					.forEach((variable) -> add(problems, variable, environment.getProperty(variable),
							PropertySourceOrigin.get(environment, variable), variableElements(variable), true));
			}
			else if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> this.prefix.isAncestorOf(name) && !this.binding.knows(name)
							&& lists.stream().noneMatch((list) -> list.getParent().isAncestorOf(name)))
					.map(iterable::getConfigurationProperty)
					.forEach((property) -> add(problems, property));
			}
		}
	}

	/** The first elements of lists that stand where names belong. */
	private Set<ConfigurationPropertyName> lists(Iterable<ConfigurationPropertySource> sources) {
		Set<ConfigurationPropertyName> lists = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(this.prefix::isAncestorOf)
					.map(this::list)
					.filter(Objects::nonNull)
					.forEach(lists::add);
			}
		}
		return lists;
	}

	/**
	 * No name is a mere 0, but a code may well be a number, so other indexes do not tell.
	 */
	private @Nullable ConfigurationPropertyName list(ConfigurationPropertyName name) {
		PropertySchema schema = this.schema;
		for (int i = this.prefix.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			if (schema instanceof Group group) {
				schema = group.find(name.getElement(i, Form.UNIFORM));
			}
			else if (schema instanceof Entries || schema instanceof Table) {
				if (name.isNumericIndex(i) && name.getElement(i, Form.ORIGINAL).matches("0+")) {
					return name.chop(i + 1);
				}
				schema = (schema instanceof Entries entries) ? entries.entry() : null;
			}
		}
		return null;
	}

	private static void addList(ConfigurationProblems problems, ConfigurationPropertyName list) {
		problems.addGroup(PropertyPath.of(list), PropertyPath.of(list.getParent()),
				"A list has no effect here, since each entry needs its name.",
				"Write the name in place of the index or the dash, such as '" + list.getParent() + ".<name>'.");
	}

	private boolean isUnknownVariable(String variable) {
		String name = usual(variable);
		return name.startsWith(variablePrefix()) && !VENDOR.contains(name) && !KUBERNETES.matcher(name).matches()
				&& !this.binding.knowsVariable(name);
	}

	/** Boot also accepts variables in lower case and with dots. */
	private static String usual(String variable) {
		return variable.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "");
	}

	private String variablePrefix() {
		return variable(this.prefix.toString()) + "_";
	}

	private List<String> variableElements(String variable) {
		String rest = usual(variable).substring(variablePrefix().length());
		return List.of(rest.toLowerCase(Locale.ROOT).split("_", -1));
	}

	private void add(ConfigurationProblems problems, @Nullable ConfigurationProperty property) {
		if (property == null) {
			return;
		}
		ConfigurationPropertyName name = property.getName();
		List<String> elements = new ArrayList<>();
		for (int i = this.prefix.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			elements.add(name.getElement(i, Form.ORIGINAL));
		}
		Origin origin = property.getOrigin();
		String written = (origin instanceof PropertySourceOrigin source) ? source.getPropertyName() : name.toString();
		if (isElementOfAValue(name, elements)) {
			problems.addUnknown(written, property.getValue(), origin, "This property takes one value, not a list.",
					"Write a single value for '" + name.getParent() + "'.");
			return;
		}
		add(problems, written, property.getValue(), origin, elements, false);
	}

	/** Somebody has written a list where there is one value. */
	private boolean isElementOfAValue(ConfigurationPropertyName name, List<String> elements) {
		return name.isLastElementIndexed() && name.isNumericIndex(name.getNumberOfElements() - 1)
				&& this.binding.knows(name.getParent()) && this.schema.siblings(elements).isEmpty();
	}

	private void add(ConfigurationProblems problems, String written, @Nullable Object value, @Nullable Origin origin,
			List<String> elements, boolean variable) {
		KeySuggestion suggestion = KeySuggestion.of(this.schema, elements, variable);
		KeySuggestion meant = suggestion;
		String reason = "There is no such property.";
		if (suggestion != null && suggestion.key().contains("[")) {
			meant = DottedName.meant(suggestion);
			reason = meant.equals(suggestion) ? "A name with dots in it has no effect unless it is in brackets."
					: "A name with dots in it has no effect.";
		}
		problems.addUnknown(written, value, origin, reason, action(meant, elements, variable));
	}

	private String action(@Nullable KeySuggestion suggestion, List<String> elements, boolean variable) {
		if (suggestion != null) {
			String key = (this.prefix + "." + suggestion.key()).replace(".[", "[");
			return "Write '" + (variable ? variable(key) : key) + "' instead.";
		}
		List<String> elsewhere = KeySuggestion.elsewhere(this.schema, this.prefix.toString(),
				elements.get(elements.size() - 1));
		if (!elsewhere.isEmpty()) {
			return "Remove it, or write '" + String.join("' or '", elsewhere) + "' instead.";
		}
		Set<String> siblings = this.schema.siblings(elements);
		return siblings.isEmpty() ? "Remove it." : "Remove it, or write one of " + String.join(", ", siblings) + ".";
	}

	/** The environment variable for a key, as Boot's documentation says. */
	private static String variable(String key) {
		return key.replace("-", "").replaceAll("[\\[\\].]+", "_").toUpperCase(Locale.ROOT);
	}

}
