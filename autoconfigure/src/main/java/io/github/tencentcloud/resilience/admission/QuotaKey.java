package io.github.tencentcloud.resilience.admission;

import java.util.Locale;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * What the vendor counts together: the calls of an account to an action in a region.
 *
 * @param account the name of the account, {@code default} for the default one
 * @param product the product
 * @param action the action, in lower case
 * @param region the region, or {@code none}
 */
record QuotaKey(String account, String product, String action, String region) {

	static QuotaKey of(TencentCloudCall call) {
		return new QuotaKey((call.account() != null) ? call.account() : "default", call.product(),
				call.action().toLowerCase(Locale.ROOT), call.region());
	}

	/** For calls whose region or account no longer fits. */
	QuotaKey overflow() {
		return new QuotaKey("other", this.product, this.action, "other");
	}

	@Override
	public String toString() {
		return this.account + ":" + this.product + ":" + this.action + ":" + this.region;
	}

}
