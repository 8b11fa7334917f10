package io.github.tencentcloud.resilience.client;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Settings with what is switched laid over them. Calls ask here, so it also knows which
 * products have been called.
 */
public class SwitchedCallSettings {

	/** Products come from requests. */
	private static final int MAX_PRODUCTS = 1000;

	private final CallSettingsSource configured;

	private final TencentCloudResilienceControl control;

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	/**
	 * Create the settings.
	 * @param configured the settings as configured
	 * @param control what is switched
	 */
	public SwitchedCallSettings(CallSettingsSource configured, TencentCloudResilienceControl control) {
		this.configured = configured;
		this.control = control;
	}

	/**
	 * The settings of a call that begins.
	 * @param product the product
	 * @param action the action
	 * @return the settings in force
	 */
	public CallSettings settings(String product, String action) {
		if (!this.seen.contains(product) && this.seen.size() < MAX_PRODUCTS) {
			this.seen.add(product);
		}
		return inForce(product, action);
	}

	/**
	 * The settings in force, for those who only want to know.
	 * @param product the product
	 * @param action the action
	 * @return the settings
	 */
	public CallSettings inForce(String product, String action) {
		return this.control.apply(product, this.configured.settings(product, action));
	}

	/**
	 * The products that have been called since the start.
	 * @return their names, in alphabetical order
	 */
	public Set<String> seen() {
		return Collections.unmodifiableSet(new TreeSet<>(this.seen));
	}

}
