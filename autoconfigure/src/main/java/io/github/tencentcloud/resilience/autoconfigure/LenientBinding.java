package io.github.tencentcloud.resilience.autoconfigure;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * Carries on where a value cannot be converted, and records that, along with every name
 * that the binder has asked for. A key that it never asked for has no effect.
 */
final class LenientBinding extends AbstractBindHandler {

	private final Set<ConfigurationPropertyName> asked = new HashSet<>();

	private final Set<String> askedUniform = new HashSet<>();

	private final Map<ConfigurationPropertyName, Failure> failures = new LinkedHashMap<>();

	private final Map<ConfigurationPropertyName, Bound> values = new LinkedHashMap<>();

	/** Bind what is below a prefix, using the default for what cannot be converted. */
	<T> T bind(Binder binder, String prefix, Class<T> type) {
		Bindable<T> target = Bindable.of(type).withBindRestrictions(Bindable.BindRestriction.NO_DIRECT_PROPERTY);
		return binder.bindOrCreate(prefix, target, this);
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		this.asked.add(name);
		this.askedUniform.add(RelaxedNames.uniform(name.toString()));
		return super.onStart(name, target, context);
	}

	@Override
	public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property != null) {
			this.values.put(name, new Bound(property, result));
		}
		return result;
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		this.failures.put(name, new Failure(target.getType(), context.getConfigurationProperty(), error));
		return null;
	}

	Map<ConfigurationPropertyName, Failure> failures() {
		return this.failures;
	}

	/** What has been converted, by the name of its property. */
	Map<ConfigurationPropertyName, Bound> values() {
		return this.values;
	}

	/**
	 * Whether a key has an effect, or would have one if something else were not wrong.
	 */
	boolean knows(ConfigurationPropertyName name) {
		if (this.asked.contains(name)) {
			return true;
		}
		int last = name.getNumberOfElements() - 1;
		if (name.isNumericIndex(last) && this.asked.contains(name.chop(last).append("[0]"))) {
			return true;
		}
		return this.failures.keySet().stream().anyMatch((failed) -> failed.isAncestorOf(name));
	}

	/** The same for an environment variable, where hyphens and dots look alike. */
	boolean knowsVariable(String variable) {
		String uniform = RelaxedNames.uniform(variable);
		return this.askedUniform.contains(uniform) || this.failures.keySet()
			.stream()
			.anyMatch((failed) -> uniform.startsWith(RelaxedNames.uniform(failed.toString())));
	}

	/**
	 * A value that has been converted.
	 *
	 * @param property the property as it is written
	 * @param result what has become of it
	 */
	record Bound(ConfigurationProperty property, Object result) {

	}

	/**
	 * A value that cannot be converted.
	 *
	 * @param type the type it should have been converted to
	 * @param property the property, or {@code null} if there is more than one
	 * @param error why not
	 */
	record Failure(ResolvableType type, @Nullable ConfigurationProperty property, Exception error) {

	}

}
