package io.github.tencentcloud.resilience.engine;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.tencentcloud.resilience.BoundedSet;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.ResilienceSwitch;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;

/**
 * Applies the switches to the configured settings. Each call asks here, so it also knows
 * which products have been called.
 */
public class SwitchedCallSettings {

	/** Products come from requests. */
	private static final int MAX_PRODUCTS = 1000;

	private static final String DISABLED = "disabled";

	private final TencentCloudResilienceControl control;

	private final boolean enabled;

	private final BoundedSet<String> seen = new BoundedSet<>(MAX_PRODUCTS);

	/**
	 * Create the settings.
	 * @param control holds the switches
	 * @param enabled whether calls are guarded at all; if not, all of them have the mode
	 * {@code off}, whatever is configured or switched
	 */
	public SwitchedCallSettings(TencentCloudResilienceControl control, boolean enabled) {
		this.control = control;
		this.enabled = enabled;
	}

	/**
	 * The settings of a call that begins.
	 * @param configured the settings as configured
	 * @param product the product
	 * @param action the action
	 * @return the settings in force
	 */
	public CallSettings ofCall(CallSettingsSource configured, String product, String action) {
		this.seen.add(product);
		return inForce(product, configured.ofCall(product, action));
	}

	/**
	 * The settings in force, for display.
	 * @param configured the settings as configured
	 * @param product the product
	 * @param action the action
	 * @return the settings
	 */
	public CallSettings inForce(CallSettingsSource configured, String product, String action) {
		return inForce(product, configured.settings(product, action));
	}

	private CallSettings inForce(String product, CallSettings settings) {
		return this.enabled ? switched(product, settings) : settings.withMode(Mode.OFF);
	}

	/** Switches for one product come last, and so override those for all. */
	private CallSettings switched(String product, CallSettings settings) {
		List<ResilienceSwitch> active = this.control.active();
		if (active.isEmpty()) {
			return settings;
		}
		CallSettings switched = settings;
		for (ResilienceSwitch entry : active) {
			if (entry.covers(product)) {
				switched = (entry.mode() != null) ? switched.withMode(entry.mode()) : switched.withoutRetries();
			}
		}
		return switched;
	}

	/**
	 * Whether calls are guarded at all.
	 * @return {@code false} if the library is disabled
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * The mode of this instance in one word, for a meter.
	 * @param configured the configured mode for all products
	 * @return {@code disabled}, or else what the control says
	 */
	public String mode(Mode configured) {
		return this.enabled ? this.control.mode(configured) : DISABLED;
	}

	/**
	 * The products that have been called since the start.
	 * @return their names, in alphabetical order
	 */
	public Set<String> seen() {
		return Collections.unmodifiableSet(new TreeSet<>(this.seen.values()));
	}

}
