package io.github.tencentcloud.resilience.test;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may call the fake API.
 *
 * @param secretId the name
 * @param secretKey what signs
 * @param token what temporary credentials send along, or {@code null}
 */
record Account(String secretId, String secretKey, @Nullable String token) {

	/** Says nothing that should stay secret. */
	@Override
	public String toString() {
		return this.secretId;
	}

}
