package io.github.tencentcloud.resilience.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/**
 * Which keys exist, derived from the records that they are bound to, so that the two
 * cannot drift apart.
 */
sealed interface PropertySchema {

	/** Stands for a name that the user chooses. */
	String ANY_NAME = "<name>";

	/** A value. */
	record Value(ResolvableType type) implements PropertySchema {

	}

	/** Values by names that may contain dots. */
	record Table() implements PropertySchema {

	}

	/** Groups by names that the user chooses. */
	record Entries(PropertySchema entry) implements PropertySchema {

	}

	/** Keys with their meaning. */
	record Group(Map<String, PropertySchema> keys) implements PropertySchema {

		/** What a key means, or {@code null} if there is none, however it is spelled. */
		@Nullable PropertySchema find(String key) {
			PropertySchema exact = this.keys.get(key);
			if (exact != null) {
				return exact;
			}
			String uniform = RelaxedNames.uniform(key);
			return this.keys.entrySet()
				.stream()
				.filter((entry) -> RelaxedNames.uniform(entry.getKey()).equals(uniform))
				.map(Map.Entry::getValue)
				.findFirst()
				.orElse(null);
		}

	}

	static PropertySchema of(Class<?> type) {
		return of(ResolvableType.forClass(type));
	}

	private static PropertySchema of(ResolvableType type) {
		Class<?> resolved = type.resolve(Object.class);
		if (resolved.isRecord()) {
			Map<String, PropertySchema> keys = new LinkedHashMap<>();
			Arrays.stream(resolved.getRecordComponents())
				.forEach((component) -> keys.put(DataObjectPropertyName.toDashedForm(component.getName()),
						of(type(component))));
			return new Group(keys);
		}
		if (Map.class.isAssignableFrom(resolved)) {
			ResolvableType entry = type.asMap().getGeneric(1);
			return entry.resolve(Object.class).isRecord() ? new Entries(of(entry)) : new Table();
		}
		return new Value(type);
	}

	private static ResolvableType type(RecordComponent component) {
		return ResolvableType.forType(component.getGenericType());
	}

	/** The keys that exist next to the last element of a key. */
	default Set<String> siblings(List<String> elements) {
		if (elements.size() > 1 && this instanceof Entries entries) {
			return entries.entry().siblings(elements.subList(1, elements.size()));
		}
		if (!(this instanceof Group group)) {
			return Set.of();
		}
		PropertySchema next = group.keys().get(elements.get(0));
		return (next != null) ? next.siblings(elements.subList(1, elements.size())) : group.keys().keySet();
	}

	/** Pass every key that can be written to a consumer, in full. */
	default void forEachKey(String path, BiConsumer<String, PropertySchema> action) {
		if (this instanceof Group group) {
			group.keys().forEach((key, schema) -> schema.forEachKey(path + "." + key, action));
		}
		else if (this instanceof Entries entries) {
			entries.entry().forEachKey(path + "." + ANY_NAME, action);
		}
		else {
			action.accept(path, this);
		}
	}

}
