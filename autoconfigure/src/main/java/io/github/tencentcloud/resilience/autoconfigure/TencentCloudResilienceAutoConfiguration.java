package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.registry.RegistryEventConsumer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdaptivePacer;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.Gate;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.engine.CallSettingsSource;
import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.engine.CurrentSettings;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservations;
import io.github.tencentcloud.resilience.telemetry.FailureLog;
import io.github.tencentcloud.resilience.telemetry.SafeCallMeters;

/**
 * {@link AutoConfiguration Auto-configuration} of resilient calls to Tencent Cloud,
 * whichever client makes them.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration",
		"org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration",
		"org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration",
		"io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
		"io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@Conditional({ OnAnyClient.class, RequiredLibraries.class })
@EnableConfigurationProperties({ TencentCloudResilienceProperties.class, SigningProperties.class })
@Import({ MicrometerConfiguration.class, ObservationConfiguration.class, Resilience4jConfiguration.class,
		CredentialsConfiguration.class, SigningConfiguration.class, SanitizingConfiguration.class,
		HttpServicesConfiguration.class, WebClientConfiguration.class, RestClientConfiguration.class,
		SdkConfiguration.class, RateLimitConfiguration.class, RateLimitRedisConfiguration.class,
		TimeConfiguration.class, RetuningConfiguration.class })
@ImportRuntimeHints(TencentCloudResilienceRuntimeHints.class)
public final class TencentCloudResilienceAutoConfiguration {

	private static final String TARGET_HOSTS = "tencentCloudTargetHosts";

	TencentCloudResilienceAutoConfiguration() {
		// For the container only
	}

	@Bean
	static ConfigurationCheck tencentCloudConfigurationCheck(ConfigurableEnvironment environment,
			ObjectProvider<Catalogue> catalogue) {
		return new ConfigurationCheck(environment, catalogue);
	}

	/** Static, since the check needs it before any configuration is instantiated. */
	@Bean
	@ConditionalOnMissingBean
	static Catalogue tencentCloudCatalogue() {
		return Catalogue.load();
	}

	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	SettingsInForce tencentCloudSettingsInForce(TencentCloudResilienceProperties properties,
			ObjectProvider<Clock> clocks) {
		return new SettingsInForce(properties, clocks.getIfUnique(Clock::systemUTC).instant());
	}

	@Bean
	@ConditionalOnMissingBean
	PolicyResolver tencentCloudPolicyResolver(TencentCloudResilienceProperties properties, Catalogue catalogue) {
		return new ConfiguredPolicies(properties, catalogue).resolver();
	}

	@Bean
	@ConditionalOnMissingBean
	Idempotency tencentCloudIdempotency() {
		return Idempotency.load();
	}

	@Bean(TARGET_HOSTS)
	@ConditionalOnMissingBean
	TargetHosts tencentCloudTargetHosts(TencentCloudResilienceProperties properties) {
		Map<String, String> products = new HashMap<>();
		Map<String, List<String>> failOver = new HashMap<>();
		properties.products().forEach((name, product) -> {
			failOver.put(name, product.failOver());
			if (product.host() != null) {
				products.put(name, product.host());
			}
		});
		return new TargetHosts(properties.hosts(), products, failOver);
	}

	@Bean
	@ConditionalOnMissingBean
	CallSettingsSource tencentCloudCallSettingsSource(TencentCloudResilienceProperties properties,
			Catalogue catalogue) {
		return new ConfiguredCallSettings(properties, catalogue);
	}

	/**
	 * Only where Resilience4j's auto-configuration is absent or excluded.
	 */
	@Bean
	@ConditionalOnMissingBean
	CircuitBreakerRegistry tencentCloudCircuitBreakerRegistry(
			ObjectProvider<RegistryEventConsumer<CircuitBreaker>> consumers) {
		return CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults(), consumers.orderedStream().toList());
	}

	/**
	 * Choosing among several registries is not up to us, so the breakers get one of their
	 * own.
	 */
	@Bean
	@ConditionalOnMissingBean
	CircuitBreakers tencentCloudCircuitBreakers(ObjectProvider<CircuitBreakerRegistry> registries,
			SettingsInForce inForce, Time time) {
		CircuitBreakerRegistry registry = registries.getIfUnique(CircuitBreakerRegistry::ofDefaults);
		return new CircuitBreakers(registry, inForce.breakers(inForce.get()), time);
	}

	@Bean
	@ConditionalOnMissingBean
	CallMeters tencentCloudCallMeters() {
		return CallMeters.NOOP;
	}

	@Bean
	@ConditionalOnMissingBean
	RetryBudgets tencentCloudRetryBudgets(TencentCloudResilienceProperties properties, CallMeters meters) {
		CallMeters safe = SafeCallMeters.of(meters);
		return new RetryBudgets(new ConfiguredRetryBudgets(properties, new ConfiguredPacing(properties)),
				(product, budget) -> safe.retryBudget(product, budget::tokens));
	}

	/** The last gate, so that it sees what is actually sent. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean
	@Proxyable(ProxyType.TARGET_CLASS)
	AdaptivePacer tencentCloudAdaptivePacer(TencentCloudResilienceProperties properties, Time time) {
		return new AdaptivePacer(new ConfiguredPacing(properties), time);
	}

	/**
	 * Only where Resilience4j's auto-configuration is absent or excluded.
	 */
	@Bean
	@ConditionalOnMissingBean
	BulkheadRegistry tencentCloudBulkheadRegistry(ObjectProvider<RegistryEventConsumer<Bulkhead>> consumers) {
		return BulkheadRegistry.of(BulkheadConfig.ofDefaults(), consumers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	Bulkheads tencentCloudBulkheads(ObjectProvider<BulkheadRegistry> registries,
			TencentCloudResilienceProperties properties, Time time) {
		return new Bulkheads(registries.getIfUnique(BulkheadRegistry::ofDefaults), new ConfiguredBulkheads(properties),
				time);
	}

	@Bean
	@ConditionalOnMissingBean
	AdmissionControl tencentCloudAdmissionControl(ObjectProvider<Gate> gates, RetryBudgets budgets, Bulkheads bulkheads,
			Time time) {
		return new AdmissionControl(gates.orderedStream().toList(), budgets, bulkheads, time);
	}

	@Bean
	@ConditionalOnMissingBean
	TencentCloudResilienceControl tencentCloudResilienceControl(ObjectProvider<Clock> clocks, Time time) {
		return new TencentCloudResilienceControl(clocks.getIfUnique(Clock::systemUTC), time);
	}

	@Bean
	@ConditionalOnMissingBean
	SwitchedCallSettings tencentCloudSwitchedCallSettings(TencentCloudResilienceControl control,
			TencentCloudResilienceProperties properties) {
		return new SwitchedCallSettings(control, properties.enabled());
	}

	@Bean
	@ConditionalOnMissingBean
	@Proxyable(ProxyType.TARGET_CLASS)
	CurrentSettings tencentCloudCurrentSettings(CallSettingsSource calls, PolicyResolver policies,
			Idempotency idempotency, CircuitBreakers breakers, AdmissionControl admissions,
			TencentCloudResilienceProperties properties) {
		return new CurrentSettings(new EngineSettings(calls, new ConfiguredProductDefaults(properties), policies,
				idempotency, breakers, admissions, properties.envelope().holdBack().toBytes()));
	}

	@Bean
	@ConditionalOnMissingBean
	FailureLog tencentCloudFailureLog(TencentCloudResilienceProperties properties, Time time) {
		return new FailureLog(properties.logging().interval(), time);
	}

	@Bean
	@ConditionalOnMissingBean
	CallInstruments tencentCloudCallInstruments(CallMeters meters, CallObservations observations, FailureLog failures) {
		return new CallInstruments(meters, observations, failures);
	}

	@Bean
	NarrowHostsWarning tencentCloudNarrowHostsWarning(TencentCloudResilienceProperties properties,
			ObjectProvider<TargetHosts> hosts) {
		return new NarrowHostsWarning(properties, hosts);
	}

	@Bean
	StartUpLine tencentCloudStartUpLine(TencentCloudResilienceProperties properties, SigningProperties signing,
			ObjectProvider<Engine> engine, ObjectProvider<Door> doors, ListableBeanFactory beans) throws IOException {
		return new StartUpLine(LibraryVersion.get(), properties, signing, engine, doors,
				!beans.containsBean(TARGET_HOSTS));
	}

	@Bean
	@ConditionalOnMissingBean
	@Proxyable(ProxyType.TARGET_CLASS)
	Engine tencentCloudResilienceEngine(TargetHosts hosts, CurrentSettings settings, SwitchedCallSettings switched,
			CallInstruments instruments, SigningProperties signing, ObjectProvider<CallSigning> signings, Time time) {
		return new Engine(hosts, settings, switched, instruments, signing.choose(signings), time);
	}

	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	DeferredEngine tencentCloudDeferredEngine(ObjectProvider<TargetHosts> hosts, ObjectProvider<Engine> engine) {
		return new DeferredEngine(hosts, engine);
	}

}
