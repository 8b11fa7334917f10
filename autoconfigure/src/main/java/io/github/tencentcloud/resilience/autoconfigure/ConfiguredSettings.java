package io.github.tencentcloud.resilience.autoconfigure;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.beans.factory.BeanFactory;

import io.github.tencentcloud.resilience.admission.AdaptivePacer;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.QuotaGate;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.engine.CurrentSettings;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.policy.Catalogue;

/**
 * Makes the settings of calls anew out of other properties. Beans that the application
 * has put in the place of ours stay as they are.
 */
final class ConfiguredSettings {

	private final BeanFactory beans;

	private final Supplier<CurrentSettings> current;

	private final Supplier<Catalogue> catalogue;

	private final SettingsInForce inForce;

	ConfiguredSettings(BeanFactory beans, Supplier<CurrentSettings> current, Supplier<Catalogue> catalogue,
			SettingsInForce inForce) {
		this.beans = beans;
		this.current = current;
		this.catalogue = catalogue;
		this.inForce = inForce;
	}

	/**
	 * Put other properties in force. What may fail comes first, and changes nothing. What
	 * a call decides by is swapped as a whole; what calls share, such as a breaker, is
	 * the same for those that began before.
	 */
	void apply(TencentCloudResilienceProperties properties) {
		CurrentSettings current = this.current.get();
		EngineSettings next = next(current.get(), properties);
		share(properties);
		current.swap(next);
	}

	private EngineSettings next(EngineSettings before, TencentCloudResilienceProperties properties) {
		return new EngineSettings(
				isOurs("tencentCloudCallSettingsSource")
						? new ConfiguredCallSettings(properties, this.catalogue.get()) : before.calls(),
				new ConfiguredProductDefaults(properties),
				isOurs("tencentCloudPolicyResolver")
						? new ConfiguredPolicies(properties, this.catalogue.get()).resolver() : before.policies(),
				before.idempotency(), before.breakers(), before.admissions(),
				properties.envelope().holdBack().toBytes());
	}

	private void share(TencentCloudResilienceProperties properties) {
		ConfiguredBreakers breakers = this.inForce.breakers(properties);
		ConfiguredPacing pacing = new ConfiguredPacing(properties);
		ConfiguredRetryBudgets budgets = new ConfiguredRetryBudgets(properties, pacing);
		ConfiguredBulkheads bulkheads = new ConfiguredBulkheads(properties);
		ConfiguredRateLimits limits = new ConfiguredRateLimits(properties);
		ours("tencentCloudCircuitBreakers", CircuitBreakers.class, (bean) -> bean.retune(breakers));
		ours("tencentCloudRetryBudgets", RetryBudgets.class, (bean) -> bean.retune(budgets));
		ours("tencentCloudAdaptivePacer", AdaptivePacer.class, (bean) -> bean.retune(pacing));
		ours("tencentCloudBulkheads", Bulkheads.class, (bean) -> bean.retune(bulkheads));
		ours("tencentCloudQuotaGate", QuotaGate.class,
				(bean) -> bean.retune(limits, properties.rateLimit().maxQueue()));
	}

	/** All of ours back off from a bean of the same type. */
	private boolean isOurs(String name) {
		return this.beans.containsBean(name);
	}

	private <T> void ours(String name, Class<T> type, Consumer<T> retune) {
		if (isOurs(name)) {
			retune.accept(this.beans.getBean(name, type));
		}
	}

}
