package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Group;

/**
 * Says what to write where a value cannot be converted.
 */
final class ValueProblems {

	private static final Pattern WHOLE_PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

	private ValueProblems() {
	}

	static void check(LenientBinding binding, ConfigurationProblems problems) {
		binding.failures().forEach((name, failure) -> {
			// Without the element that could not be converted, the list seems to have a
			// gap
			if (binding.failures().keySet().stream().noneMatch(name::isAncestorOf)) {
				add(name, failure, problems);
			}
		});
	}

	private static void add(ConfigurationPropertyName name, LenientBinding.Failure failure,
			ConfigurationProblems problems) {
		PropertyPath path = new PropertyPath(name.toString(), name.toString());
		if (failure.error() instanceof UnboundConfigurationPropertiesException) {
			problems.add(path, "The indexes of the list have gaps.", "Number its elements from 0.");
			return;
		}
		String value = (failure.property() != null) ? String.valueOf(failure.property().getValue()) : "";
		if (addPlaceholder(path, value, problems)) {
			return;
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(element(failure.type()));
		if (type.isEnum()) {
			addNotOneOf(path, value, values(type), problems);
		}
		else if (Map.class.isAssignableFrom(type) || type.isRecord()) {
			problems.add(path, "This is not a value but a group of properties.", below(name, type));
		}
		else {
			problems.add(path, "It is not " + kind(type) + ".", "Write " + example(type) + ".");
		}
	}

	static void addNotOneOf(PropertyPath path, String value, List<String> values, ConfigurationProblems problems) {
		String nearest = Similarity.nearest(value, values);
		problems.add(path, "It is not one of " + String.join(", ", values) + ".",
				(nearest != null) ? "Write '" + nearest + "' instead." : "Write one of these.");
	}

	/** Boot leaves a placeholder that it cannot resolve as it is. */
	static boolean addPlaceholder(PropertyPath path, String value, ConfigurationProblems problems) {
		boolean placeholder = value.contains("${");
		if (placeholder) {
			problems.add(path, "Nothing is set under the name in the placeholder.",
					"Set it, or give it a default as in ${name:default}.");
		}
		return placeholder;
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
