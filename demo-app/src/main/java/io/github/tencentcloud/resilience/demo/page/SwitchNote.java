package io.github.tencentcloud.resilience.demo.page;

import io.github.tencentcloud.resilience.ResilienceSwitch;

/**
 * Something that somebody has switched in the running application.
 *
 * @param text what, for example {@code no retries for sms}
 * @param until when it ends, in milliseconds since the epoch
 */
record SwitchNote(String text, long until) {

	static SwitchNote of(ResilienceSwitch entry) {
		String what = (entry.mode() != null) ? entry.mode().value() : "no retries";
		return new SwitchNote((entry.product() != null) ? what + " for " + entry.product() : what + " for all products",
				entry.until().toEpochMilli());
	}

}
