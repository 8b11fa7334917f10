package io.github.tencentcloud.resilience.autoconfigure;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.KnownNames;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;

/**
 * Stops the start-up if anything under our prefixes is wrong. It runs before any bean is
 * created, and so before Boot's own binding, whose errors say less and would show a
 * secret.
 */
final class ConfigurationCheck implements BeanFactoryPostProcessor {

	/** Our beans that deal with credentials. */
	private static final Set<String> OWN = Set.of(CredentialsConfiguration.PROVIDER,
			SdkCredentialsConfiguration.PROVIDER, "tencentCloudCredentialRotation", "tencentCloudCallSigning");

	private final ConfigurableEnvironment environment;

	private final ObjectProvider<Catalogue> catalogue;

	private final Set<String> told = new HashSet<>();

	private final BoundedMap<String, Optional<String>> meant = BoundedMap.remembering();

	ConfigurationCheck(ConfigurableEnvironment environment, ObjectProvider<Catalogue> catalogue) {
		this.environment = environment;
		this.catalogue = catalogue;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
			// An image is built without the environment that it will run in.
			return;
		}
		check(beanFactory);
	}

	/**
	 * Check everything that is written now.
	 * @return what is written, or {@code null} if nothing is
	 * @throws InvalidTencentCloudConfigurationException if anything is wrong
	 */
	@Nullable TencentCloudResilienceProperties check(ConfigurableListableBeanFactory beanFactory) {
		Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.get(this.environment);
		ConfigurationProblems problems = new ConfigurationProblems(sources);
		Suspicions suspicions = new Suspicions(sources);
		TencentCloudResilienceProperties properties = null;
		if (WrittenProperties.below("tencentcloud", this.environment)) {
			properties = checkProperties(beanFactory, sources, problems);
		}
		else if (!hasProvider(beanFactory)) {
			checkVariables(problems);
		}
		lookForTypingErrors(properties, sources, suspicions);
		suspicions.log(this.told);
		problems.throwIfAny();
		return properties;
	}

	/** The catalogue is only loaded where there is anything to compare with it. */
	private void lookForTypingErrors(@Nullable TencentCloudResilienceProperties properties,
			Iterable<ConfigurationPropertySource> sources, Suspicions suspicions) {
		new MistypedPrefixes(suspicions).check(this.environment);
		InstanceNames instances = new InstanceNames(suspicions, sources);
		if (properties != null || instances.areWritten()) {
			MeantNames names = new MeantNames(this.catalogue.getObject(), KnownNames::load, this.meant);
			if (properties != null) {
				new SuspiciousNames(suspicions, names).check(properties);
			}
			instances.check(names, (properties != null) ? properties.products().keySet() : Set.of());
		}
	}

	private TencentCloudResilienceProperties checkProperties(ConfigurableListableBeanFactory beanFactory,
			Iterable<ConfigurationPropertySource> sources, ConfigurationProblems problems) {
		Binding binding = new Binding(Binder.get(this.environment), sources, problems);
		TencentCloudResilienceProperties properties = binding.bind(PropertyPath.ROOT.text(),
				TencentCloudResilienceProperties.class);
		SigningProperties signing = binding.bind(SigningProperties.PREFIX, SigningProperties.class);
		CredentialProperties credentials = binding.bind(CredentialProperties.PREFIX, CredentialProperties.class);
		checkSigning(signing, credentials, properties, beanFactory, problems);
		new LimitChecks(problems).check(properties);
		new HostChecks(problems).check(properties);
		new NameChecks(problems).check(properties);
		new BreakerChecks(problems).check(properties);
		new ThrottlingChecks(problems).check(properties);
		new RateLimitChecks(problems, beanFactory).check(properties);
		new PolicyChecks(problems, this.catalogue.getObject()).check(properties);
		new ItemChecks(problems, this.catalogue.getObject()).check(properties);
		return properties;
	}

	private void checkSigning(SigningProperties signing, CredentialProperties credentials,
			TencentCloudResilienceProperties properties, ConfigurableListableBeanFactory beanFactory,
			ConfigurationProblems problems) {
		new SigningChecks(problems).check(signing);
		CredentialChecks checks = new CredentialChecks(problems);
		checks.check(credentials, beanFactory.getBeanClassLoader());
		if (!signing.enabled() || hasProvider(beanFactory)) {
			checks.checkPlaceholders(properties);
			return;
		}
		checks.checkAccounts(properties, credentials.accounts().keySet());
		if (!credentials.fromSdk() && ConfiguredCredentials.isBlank(credentials.defaultAccount())) {
			checkVariables(problems);
		}
	}

	private void checkVariables(ConfigurationProblems problems) {
		new CredentialChecks(problems).checkVariables(ConfiguredCredentials.variables(this.environment));
	}

	/**
	 * Whether the application provides its credentials itself, and names accounts as it
	 * likes. In an application that has started, the factory knows by heart.
	 */
	private static boolean hasProvider(ConfigurableListableBeanFactory beanFactory) {
		boolean started = beanFactory.isConfigurationFrozen();
		return Stream.of(TencentCloudCredentialsProvider.class, CredentialRotation.class, CallSigning.class)
			.flatMap((type) -> Stream.of(beanFactory.getBeanNamesForType(type, true, started)))
			.anyMatch((name) -> !OWN.contains(name));
	}

	/** One binder for all checks, since it caches much of what it finds out. */
	private record Binding(Binder binder, Iterable<ConfigurationPropertySource> sources,
			ConfigurationProblems problems) {

		<T> T bind(String prefix, Class<T> type) {
			LenientBinding binding = new LenientBinding();
			T properties = binding.bind(this.binder, prefix, type);
			new UnknownKeys(ConfigurationPropertyName.of(prefix), PropertySchema.of(type), binding).check(this.sources,
					this.problems);
			new ValueProblems(this.binder, this.problems).check(binding);
			return properties;
		}

	}

}
