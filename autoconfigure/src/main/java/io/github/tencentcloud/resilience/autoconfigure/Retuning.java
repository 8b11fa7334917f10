package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.actuate.PropertyOrigin;
import io.github.tencentcloud.resilience.actuate.SettingsHistory;

/**
 * Puts other settings in force while the application runs: all of them or, if one is
 * wrong, none. One change at a time.
 */
class Retuning {

	/** Of changed settings; a name of its own, so that it can be silenced. */
	static final String LOGGER = "io.github.tencentcloud.resilience.settings";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	/** The most properties that are named. */
	private static final int MAX_NAMES = 20;

	private final ConfigurableEnvironment environment;

	private final ConfigurableListableBeanFactory beans;

	private final ConfigurationCheck check;

	private final SettingsInForce inForce;

	private final ConfiguredSettings settings;

	private final Supplier<Instant> clock;

	private final Consumer<Boolean> listener;

	private List<String> ignored = List.of();

	/**
	 * Create it.
	 * @param environment where settings are written
	 * @param beans where the check looks for what users plug in
	 * @param check says what is wrong
	 * @param inForce is told what is in force
	 * @param settings puts it in force
	 * @param clock tells since when
	 * @param listener is told of each change whether it has been put in force
	 */
	Retuning(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans, ConfigurationCheck check,
			SettingsInForce inForce, ConfiguredSettings settings, Supplier<Instant> clock, Consumer<Boolean> listener) {
		this.environment = environment;
		this.beans = beans;
		this.check = check;
		this.inForce = inForce;
		this.settings = settings;
		this.clock = clock;
		this.listener = listener;
	}

	/**
	 * The environment has changed. Whether that concerns us shows by what is bound: a
	 * placeholder may stand for anything.
	 * @param keys the keys that have changed
	 */
	synchronized void retune(Collection<String> keys) {
		TencentCloudResilienceProperties before = this.inForce.get();
		FixedSettings now;
		try {
			TencentCloudResilienceProperties written = this.check.check(this.beans);
			now = FixedSettings.of(before, (written != null) ? written : unwritten());
		}
		catch (RuntimeException ex) {
			refuse(ex);
			return;
		}
		warn(now.ignored(), keys);
		if (now.effective().equals(before)) {
			this.inForce.refused(null);
			return;
		}
		try {
			this.settings.apply(now.effective());
		}
		catch (RuntimeException ex) {
			refuse(ex);
			return;
		}
		List<PropertyOrigin> changed = origins(keys);
		this.inForce.changed(now.effective(), this.clock.get(), changed);
		logger.info("Calls to Tencent Cloud have other settings from now on: {}", text(changed));
		this.listener.accept(true);
	}

	private TencentCloudResilienceProperties unwritten() {
		return Binder.get(this.environment)
			.bindOrCreate(PropertyPath.ROOT.text(), TencentCloudResilienceProperties.class);
	}

	/** What stays wrong while others change is told once. */
	private void refuse(RuntimeException error) {
		String problem = problem(error);
		SettingsHistory.Refusal last = this.inForce.history().refused();
		if (last != null && last.problem().equals(problem)) {
			return;
		}
		this.inForce.refused(new SettingsHistory.Refusal(this.clock.get(), problem));
		logger.error("Changed settings are refused, and those before stay in force. {}", problem);
		this.listener.accept(false);
	}

	private static String problem(RuntimeException error) {
		FailureAnalysis analysis = new InvalidTencentCloudConfigurationFailureAnalyzer().analyze(error);
		return (analysis != null) ? analysis.getDescription() + System.lineSeparator() + analysis.getAction()
				: String.valueOf(error.getMessage());
	}

	private void warn(List<String> ignored, Collection<String> keys) {
		List<String> fixed = new ArrayList<>(ignored);
		for (String prefix : List.of(CredentialProperties.PREFIX, SigningProperties.PREFIX)) {
			if (keys.stream().anyMatch((key) -> isBelow(prefix, key))) {
				fixed.add(prefix);
			}
		}
		if (!fixed.isEmpty() && !fixed.equals(this.ignored)) {
			logger.warn("These settings have changed, but are read at the start only. To put them in force, restart "
					+ "this instance: {}", String.join(", ", fixed));
		}
		this.ignored = List.copyOf(ignored);
	}

	private static boolean isBelow(String prefix, String key) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
		return ConfigurationPropertyName.of(prefix).isAncestorOf(name);
	}

	/** Where the changed keys of ours are written, as far as they still are. */
	private List<PropertyOrigin> origins(Collection<String> keys) {
		Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.get(this.environment);
		return new TreeSet<>(keys).stream()
			.filter((key) -> isBelow(PropertyPath.ROOT.text(), key))
			.limit(MAX_NAMES)
			.map((key) -> origin(key, sources))
			.toList();
	}

	private static PropertyOrigin origin(String key, Iterable<ConfigurationPropertySource> sources) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
		for (ConfigurationPropertySource source : sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return new PropertyOrigin(key, Objects.toString(property.getOrigin(), "a source without lines"));
			}
		}
		return new PropertyOrigin(key, "not written any more");
	}

	private static String text(List<PropertyOrigin> changed) {
		return changed.isEmpty() ? "(through a placeholder)"
				: changed.stream()
					.map((property) -> property.property() + " (" + property.origin() + ")")
					.collect(Collectors.joining(", "));
	}

}
