package io.github.tencentcloud.resilience.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.PaceLevel;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;

/**
 * Puts together what is in force.
 */
public final class ReportWriter {

	private final @Nullable String version;

	private final ConfigurationView configuration;

	private final TencentCloudResilienceControl control;

	private final SwitchedCallSettings settings;

	private final CircuitBreakers breakers;

	private final RetryBudgets budgets;

	private final Supplier<List<PaceLevel>> pacing;

	private final PolicyResolver policies;

	/**
	 * Create a writer.
	 * @param version the version of the library, or {@code null} if it is not known
	 * @param configuration what is configured
	 * @param control what is switched
	 * @param settings the settings of calls
	 * @param breakers the circuit breakers
	 * @param budgets the retry budgets
	 * @param pacing what is being paced right now
	 * @param policies the policies
	 */
	public ReportWriter(@Nullable String version, ConfigurationView configuration,
			TencentCloudResilienceControl control, SwitchedCallSettings settings, CircuitBreakers breakers,
			RetryBudgets budgets, Supplier<List<PaceLevel>> pacing, PolicyResolver policies) {
		this.version = version;
		this.configuration = configuration;
		this.control = control;
		this.settings = settings;
		this.breakers = breakers;
		this.budgets = budgets;
		this.pacing = pacing;
		this.policies = policies;
	}

	ResilienceReport write() {
		return new ResilienceReport(this.version, this.settings.mode(this.configuration.mode()), switches(), products(),
				this.breakers.all().values().stream().map(ResilienceReport.Breaker::of).toList(),
				this.budgets.all()
					.entrySet()
					.stream()
					.map((entry) -> new ResilienceReport.Budget(entry.getKey(), entry.getValue().tokens(),
							entry.getValue().capacity()))
					.toList(),
				this.pacing.get(),
				this.policies.policies()
					.values()
					.stream()
					.sorted(Comparator.comparing(Policy::name))
					.map((policy) -> ResilienceReport.PolicyInForce.of(policy, this.configuration))
					.toList());
	}

	boolean isEnabled() {
		return this.settings.isEnabled();
	}

	List<ResilienceReport.Switch> switches() {
		return this.control.active().stream().map(ResilienceReport.Switch::of).toList();
	}

	List<ResilienceReport.Product> products() {
		Set<String> called = ignoringCase(this.settings.seen());
		Set<String> configured = ignoringCase(this.configuration.products());
		Set<String> names = ignoringCase(called);
		names.addAll(configured);
		return names.stream().map((name) -> product(name, configured.contains(name), called.contains(name))).toList();
	}

	private ResilienceReport.Product product(String name, boolean configured, boolean called) {
		CallSettings settings = this.settings.inForce(name, TencentCloudCall.NONE);
		return new ResilienceReport.Product(name, configured, called, settings.mode().value(),
				settings.retries() ? "on" : "off");
	}

	private static Set<String> ignoringCase(Set<String> names) {
		Set<String> ignoringCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		ignoringCase.addAll(names);
		return ignoringCase;
	}

}
