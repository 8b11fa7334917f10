package io.github.tencentcloud.resilience.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Group;

/**
 * Says what to write where a value cannot be converted, or where Boot would convert it
 * into something that nobody means.
 */
final class ValueProblems {

	private static final Pattern WHOLE_PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

	/** A placeholder without a default, whose name cannot be part of a password. */
	private static final Pattern NAME_IN_PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z][\\w.-]*)}");

	private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");

	private final Binder binder;

	private final ConfigurationProblems problems;

	ValueProblems(Binder binder, ConfigurationProblems problems) {
		this.binder = binder;
		this.problems = problems;
	}

	void check(LenientBinding binding) {
		binding.failures().forEach((name, failure) -> {
			// Without the element that could not be converted, the list seems to have a
			// gap
			if (binding.failures().keySet().stream().noneMatch(name::isAncestorOf)) {
				add(name, failure);
			}
		});
		binding.values().forEach(this::check);
	}

	private void check(ConfigurationPropertyName name, LenientBinding.Bound bound) {
		Object result = bound.result();
		PropertyPath path = PropertyPath.of(name);
		if (result instanceof Collection<?> elements) {
			elements.forEach((element) -> addWholePlaceholder(path, String.valueOf(element), this.problems));
		}
		else if (result instanceof String text) {
			addWholePlaceholder(path, text, this.problems);
		}
		else if (result instanceof Duration duration && duration.compareTo(Duration.ZERO) > 0) {
			checkUnit(path, text(name, bound.property()), "milliseconds", "%1$ss or %1$sms");
		}
		else if (result instanceof DataSize size && size.toBytes() > 0) {
			checkUnit(path, text(name, bound.property()), "bytes", "%1$sKB or %1$sB");
		}
		else if (result instanceof Integer && isFraction(bound.property().getValue())) {
			addNot(path, Integer.class);
		}
	}

	/** Boot takes a bare number for the smallest unit. */
	private void checkUnit(PropertyPath path, String value, String unit, String examples) {
		if (WHOLE_NUMBER.matcher(value).matches()) {
			this.problems.add(path, "It has no unit, and would be taken for " + unit + ".",
					"Write " + examples.formatted(value) + ".");
		}
	}

	/** Boot drops the fraction of a number, which only YAML has; elsewhere it is text. */
	private static boolean isFraction(Object value) {
		return value instanceof Double || value instanceof Float || value instanceof BigDecimal;
	}

	private void add(ConfigurationPropertyName name, LenientBinding.Failure failure) {
		PropertyPath path = PropertyPath.of(name);
		if (failure.error() instanceof UnboundConfigurationPropertiesException) {
			this.problems.add(path, "The indexes of the list have gaps.", "Number its elements from 0.");
			return;
		}
		String value = (failure.property() != null) ? text(name, failure.property()) : "";
		if (addPlaceholder(path, value, this.problems)) {
			return;
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(element(failure.type()));
		if (type.isEnum()) {
			addNotOneOf(path, value, values(type), this.problems);
		}
		else if (Map.class.isAssignableFrom(type) || type.isRecord()) {
			this.problems.add(path, "This is not a value but a group of properties.", below(name, type));
		}
		else if (type == Integer.class && WHOLE_NUMBER.matcher(value.trim()).matches()) {
			this.problems.add(path, "It is beyond every limit.", "Write a number that is closer to 0.");
		}
		else {
			addNot(path, type);
		}
	}

	private void addNot(PropertyPath path, Class<?> type) {
		this.problems.add(path, "It is not " + kind(type) + ".", "Write " + example(type) + ".");
	}

	/** The value with its placeholders replaced, as far as they can be. */
	private String text(ConfigurationPropertyName name, ConfigurationProperty property) {
		String text = String.valueOf(property.getValue());
		return text.contains("${") ? this.binder.bind(name, Bindable.of(String.class)).orElse(text) : text;
	}

	static void addNotOneOf(PropertyPath path, String value, List<String> values, ConfigurationProblems problems) {
		String nearest = Similarity.nearest(value, values);
		problems.add(path, "It is not one of " + String.join(", ", values) + ".",
				(nearest != null) ? "Write '" + nearest + "' instead." : "Write one of these.");
	}

	/** Boot leaves a placeholder that it cannot resolve as it is. */
	static boolean addPlaceholder(PropertyPath path, String value, ConfigurationProblems problems) {
		if (!value.contains("${")) {
			return false;
		}
		Matcher names = NAME_IN_PLACEHOLDER.matcher(value);
		if (names.find()) {
			String name = names.group(1);
			problems.add(path, "Nothing is set under '" + name + "', the name in the placeholder.",
					"Set '" + name + "', or give it a default as in ${" + name + ":default}.");
		}
		else {
			problems.add(path, "Nothing is set under the name in the placeholder.",
					"Set it, or give it a default as in ${name:default}.");
		}
		return true;
	}

	/** A password may well contain the beginning of a placeholder. */
	static boolean addWholePlaceholder(PropertyPath path, @Nullable String value, ConfigurationProblems problems) {
		return value != null && WHOLE_PLACEHOLDER.matcher(value).find() && addPlaceholder(path, value, problems);
	}

	private static Class<?> element(ResolvableType type) {
		Class<?> resolved = type.resolve(Object.class);
		return Collection.class.isAssignableFrom(resolved) ? type.asCollection().getGeneric(0).resolve(Object.class)
				: resolved;
	}

	private static String below(ConfigurationPropertyName name, Class<?> type) {
		return (PropertySchema.of(type) instanceof Group group)
				? "Write one of its properties below it: " + String.join(", ", group.keys().keySet()) + "."
				: "Write its entries below it, or remove it.";
	}

	private static String kind(Class<?> type) {
		if (type == Duration.class) {
			return "a duration";
		}
		if (type == DataSize.class) {
			return "a size";
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		return (type == Integer.class) ? "a whole number" : "a number";
	}

	private static String example(Class<?> type) {
		if (type == Duration.class) {
			return "a number with a unit, such as 500ms, 10s or 1m";
		}
		if (type == DataSize.class) {
			return "a number with a unit, such as 256KB or 1MB";
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		return (type == Integer.class) ? "digits only, such as 3" : "a number, such as 2 or 1.5";
	}

	/** The values of an enum as they are written in a file. */
	static List<String> values(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

}
