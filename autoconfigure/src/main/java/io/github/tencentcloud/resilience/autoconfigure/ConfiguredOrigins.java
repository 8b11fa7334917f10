package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.actuate.ConfigurationView;
import io.github.tencentcloud.resilience.actuate.PropertyOrigin;
import io.github.tencentcloud.resilience.actuate.SettingsHistory;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.Resolution;
import io.github.tencentcloud.resilience.policy.RuleTable;

/**
 * Finds in the environment where rules and policies are written.
 */
final class ConfiguredOrigins implements ConfigurationView {

	private static final int MAX_SIMILAR = 5;

	private static final PropertySchema.Group POLICY = (PropertySchema.Group) PropertySchema.of(PolicyProperties.class);

	private final SettingsInForce inForce;

	private final Iterable<ConfigurationPropertySource> sources;

	ConfiguredOrigins(SettingsInForce inForce, ConfigurableEnvironment environment) {
		this.inForce = inForce;
		this.sources = ConfigurationPropertySources.from(environment.getPropertySources());
	}

	@Override
	public Mode mode() {
		return this.inForce.get().mode();
	}

	@Override
	public SettingsHistory history() {
		return this.inForce.history();
	}

	@Override
	public Set<String> products() {
		return this.inForce.get().products().keySet();
	}

	@Override
	public @Nullable PropertyOrigin rule(Resolution resolution, String product, String action) {
		if (resolution.source() == Resolution.Source.DEFAULT) {
			return find(PropertyPath.ROOT.key("default-policy"));
		}
		CodeRule rule = resolution.rule();
		if (resolution.source() != Resolution.Source.USER || rule == null || resolution.table() == null) {
			return null;
		}
		return find(table(resolution.table(), product, action).name(rule.key()));
	}

	private PropertyPath table(RuleTable table, String product, String action) {
		PropertyPath root = PropertyPath.ROOT;
		return switch (table) {
			case GLOBAL -> root.key("codes");
			case REASONS -> root.key("reasons");
			case ENDINGS -> root.key("endings");
			case PRODUCT -> product(product).key("codes");
			case ACTION -> product(product).key("actions").name(action(product, action)).key("codes");
		};
	}

	private PropertyPath product(String product) {
		return PropertyPath.ROOT.key("products").name(asWritten(this.inForce.get().products(), product));
	}

	private String action(String product, String action) {
		ProductProperties properties = this.inForce.get()
			.products()
			.get(asWritten(this.inForce.get().products(), product));
		return (properties != null) ? asWritten(properties.actions(), action) : action;
	}

	private static String asWritten(Map<String, ?> names, String name) {
		return names.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
	}

	@Override
	public List<PropertyOrigin> policy(String policy) {
		String written = this.inForce.get()
			.policies()
			.keySet()
			.stream()
			.filter((name) -> RelaxedNames.uniform(name).equals(RelaxedNames.uniform(policy)))
			.findFirst()
			.orElse(policy);
		PropertyPath path = PropertyPath.ROOT.key("policies").name(written);
		return POLICY.keys().keySet().stream().map((key) -> find(path.key(key))).filter(Objects::nonNull).toList();
	}

	@Override
	public List<String> similar(String name, Collection<String> known) {
		return Similarity.nearest(name, known, MAX_SIMILAR);
	}

	private @Nullable PropertyOrigin find(PropertyPath path) {
		ConfigurationProperty property = path.find(this.sources);
		return (property != null)
				? new PropertyOrigin(path.text(),
						(property.getOrigin() != null) ? property.getOrigin().toString() : "a source without lines")
				: null;
	}

}
