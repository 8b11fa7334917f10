package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.policy.Catalogue;

/**
 * Stops the start-up if anything under our prefixes is wrong. It runs before any bean is
 * made, so that it comes before Boot's own binding, whose errors know less and would show
 * a secret.
 */
final class ConfigurationCheck implements BeanFactoryPostProcessor {

	private final ConfigurableEnvironment environment;

	private final Iterable<ConfigurationPropertySource> sources;

	private final ObjectProvider<Catalogue> catalogue;

	ConfigurationCheck(ConfigurableEnvironment environment, ObjectProvider<Catalogue> catalogue) {
		this.environment = environment;
		this.catalogue = catalogue;
		this.sources = ConfigurationPropertySources.from(environment.getPropertySources());
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
			// An image is built without the environment that it will run in.
			return;
		}
		ConfigurationProblems problems = new ConfigurationProblems(this.sources);
		TencentCloudResilienceProperties properties = bind(problems);
		checkNames("tencentcloud.credentials", CredentialKeys.class, problems);
		checkNames("tencentcloud.signing", SigningKeys.class, problems);
		new LimitChecks(problems).check(properties);
		new HostChecks(problems).check(properties);
		new BreakerChecks(problems).check(properties);
		new PolicyChecks(problems, this.catalogue.getObject()).check(properties);
		new ItemChecks(problems, this.catalogue.getObject()).check(properties);
		problems.throwIfAny();
	}

	private TencentCloudResilienceProperties bind(ConfigurationProblems problems) {
		LenientBinding binding = new LenientBinding();
		TencentCloudResilienceProperties properties = bind(PropertyPath.ROOT.text(),
				TencentCloudResilienceProperties.class, new PropertySourcesPlaceholdersResolver(this.environment),
				binding);
		ValueProblems.check(binding, problems);
		checkNames(PropertyPath.ROOT.text(), TencentCloudResilienceProperties.class, binding, problems);
		return properties;
	}

	/** Looks at names only; values that may be secret are not even resolved. */
	private void checkNames(String prefix, Class<?> type, ConfigurationProblems problems) {
		LenientBinding binding = new LenientBinding();
		bind(prefix, type, PlaceholdersResolver.NONE, binding);
		checkNames(prefix, type, binding, problems);
	}

	private void checkNames(String prefix, Class<?> type, LenientBinding binding, ConfigurationProblems problems) {
		new UnknownKeys(ConfigurationPropertyName.of(prefix), PropertySchema.of(type), binding).check(this.sources,
				problems);
	}

	private <T> T bind(String prefix, Class<T> type, PlaceholdersResolver resolver, LenientBinding binding) {
		Bindable<T> target = Bindable.of(type).withBindRestrictions(Bindable.BindRestriction.NO_DIRECT_PROPERTY);
		return new Binder(this.sources, resolver).bindOrCreate(prefix, target, binding);
	}

}
