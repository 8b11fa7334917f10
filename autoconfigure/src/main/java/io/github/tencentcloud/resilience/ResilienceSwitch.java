package io.github.tencentcloud.resilience;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A temporary switch that overrides the configuration.
 *
 * @param product the product that it applies to, or {@code null} for all
 * @param mode the mode in force instead of the configured one, or {@code null} if retries
 * are switched off
 * @param since when it was switched
 * @param until when it ends by itself
 */
public record ResilienceSwitch(@Nullable String product, @Nullable Mode mode, Instant since, Instant until) {

	/**
	 * Whether it switches retries off; if not, it switches the mode.
	 * @return {@code true} if nothing is repeated
	 */
	public boolean retriesOff() {
		return this.mode == null;
	}

	/** Whether this one takes the place of another. */
	boolean replaces(ResilienceSwitch other) {
		return concerns(other.product) && retriesOff() == other.retriesOff();
	}

	/** Whether it is for exactly this product, or for all. */
	boolean concerns(@Nullable String product) {
		return (this.product != null) ? this.product.equalsIgnoreCase(product) : product == null;
	}

	/**
	 * Whether it affects calls of a product.
	 * @param product the product
	 * @return {@code true} if it is for that product, or for all
	 */
	public boolean covers(String product) {
		return this.product == null || this.product.equalsIgnoreCase(product);
	}

	/** As it reads in the log. */
	String describe() {
		return ((this.mode != null) ? "mode '" + this.mode.value() + "'" : "no retries") + " for "
				+ ((this.product != null) ? "product '" + this.product + "'" : "all products");
	}

}
