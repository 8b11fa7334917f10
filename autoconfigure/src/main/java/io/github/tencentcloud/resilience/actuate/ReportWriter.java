package io.github.tencentcloud.resilience.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.policy.Policy;

/**
 * Puts together what is in force.
 */
public final class ReportWriter {

	private final @Nullable String version;

	private final ConfigurationView configuration;

	private final TencentCloudResilienceControl control;

	private final Supplier<EngineSettings> settings;

	private final SwitchedCallSettings switched;

	/**
	 * Create a writer.
	 * @param version the version of the library, or {@code null} if it is not known
	 * @param configuration what is configured
	 * @param control what is switched
	 * @param settings the present settings
	 * @param switched lays over them what is switched
	 */
	public ReportWriter(@Nullable String version, ConfigurationView configuration,
			TencentCloudResilienceControl control, Supplier<EngineSettings> settings, SwitchedCallSettings switched) {
		this.version = version;
		this.configuration = configuration;
		this.control = control;
		this.settings = settings;
		this.switched = switched;
	}

	ResilienceReport write() {
		EngineSettings settings = this.settings.get();
		return new ResilienceReport(this.version, this.switched.mode(this.configuration.mode()),
				this.configuration.history(), switches(), products(settings),
				settings.breakers().all().values().stream().map(ResilienceReport.Breaker::of).toList(),
				settings.admissions()
					.budgets()
					.entrySet()
					.stream()
					.map((entry) -> new ResilienceReport.Budget(entry.getKey(), entry.getValue().tokens(),
							entry.getValue().capacity()))
					.toList(),
				settings.admissions().paces(),
				settings.policies()
					.policies()
					.values()
					.stream()
					.sorted(Comparator.comparing(Policy::name))
					.map((policy) -> ResilienceReport.PolicyInForce.of(policy, this.configuration))
					.toList());
	}

	boolean isEnabled() {
		return this.switched.isEnabled();
	}

	List<ResilienceReport.Switch> switches() {
		return this.control.active().stream().map(ResilienceReport.Switch::of).toList();
	}

	List<ResilienceReport.Product> products() {
		return products(this.settings.get());
	}

	private List<ResilienceReport.Product> products(EngineSettings settings) {
		Set<String> called = ignoringCase(this.switched.seen());
		Set<String> configured = ignoringCase(this.configuration.products());
		Set<String> names = ignoringCase(called);
		names.addAll(configured);
		return names.stream()
			.map((name) -> product(settings, name, configured.contains(name), called.contains(name)))
			.toList();
	}

	private ResilienceReport.Product product(EngineSettings settings, String name, boolean configured, boolean called) {
		CallSettings inForce = this.switched.inForce(settings.calls(), name, TencentCloudCall.NONE);
		return new ResilienceReport.Product(name, configured, called, inForce.mode().value(),
				inForce.retries() ? "on" : "off");
	}

	private static Set<String> ignoringCase(Set<String> names) {
		Set<String> ignoringCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		ignoringCase.addAll(names);
		return ignoringCase;
	}

}
