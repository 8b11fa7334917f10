package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.client.CallSigning;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;

/**
 * Stops the start-up if anything under our prefixes is wrong. It runs before any bean is
 * made, so that it comes before Boot's own binding, whose errors know less and would show
 * a secret.
 */
final class ConfigurationCheck implements BeanFactoryPostProcessor {

	/** The beans of ours that know about credentials. */
	private static final Set<String> OWN = Set.of(CredentialsConfiguration.PROVIDER,
			SdkCredentialsConfiguration.PROVIDER, "tencentCloudCredentialRotation", "tencentCloudCallSigning");

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
		TencentCloudResilienceProperties properties = bind(PropertyPath.ROOT.text(),
				TencentCloudResilienceProperties.class, problems);
		SigningProperties signing = bind(SigningProperties.PREFIX, SigningProperties.class, problems);
		checkSigning(signing, properties, beanFactory, problems);
		new LimitChecks(problems).check(properties);
		new HostChecks(problems).check(properties);
		new BreakerChecks(problems).check(properties);
		new ThrottlingChecks(problems).check(properties);
		new BulkheadChecks(problems).check(properties);
		new RateLimitChecks(problems, beanFactory).check(properties);
		new PolicyChecks(problems, this.catalogue.getObject()).check(properties);
		new ItemChecks(problems, this.catalogue.getObject()).check(properties);
		problems.throwIfAny();
	}

	private void checkSigning(SigningProperties signing, TencentCloudResilienceProperties properties,
			ConfigurableListableBeanFactory beanFactory, ConfigurationProblems problems) {
		CredentialProperties credentials = bind(CredentialProperties.PREFIX, CredentialProperties.class, problems);
		new SigningChecks(problems).check(signing);
		CredentialChecks checks = new CredentialChecks(problems);
		checks.check(credentials, beanFactory.getBeanClassLoader());
		if (!signing.enabled() || hasProvider(beanFactory)) {
			return;
		}
		checks.checkAccounts(properties, credentials.accounts().keySet());
		if (!credentials.fromSdk() && ConfiguredCredentials.isBlank(credentials.defaultAccount())) {
			checks.checkVariables(ConfiguredCredentials.variables(this.environment));
		}
	}

	/**
	 * Whether the application finds its credentials itself, and names accounts as it
	 * likes.
	 */
	private static boolean hasProvider(ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(TencentCloudCredentialsProvider.class, CredentialRotation.class, CallSigning.class)
			.flatMap((type) -> Stream.of(beanFactory.getBeanNamesForType(type, true, false)))
			.anyMatch((name) -> !OWN.contains(name));
	}

	private <T> T bind(String prefix, Class<T> type, ConfigurationProblems problems) {
		LenientBinding binding = new LenientBinding();
		T properties = binding.bind(this.environment, prefix, type);
		ValueProblems.check(binding, problems);
		new UnknownKeys(ConfigurationPropertyName.of(prefix), PropertySchema.of(type), binding).check(this.sources,
				problems);
		return properties;
	}

}
