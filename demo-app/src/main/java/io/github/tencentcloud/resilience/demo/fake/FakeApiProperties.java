package io.github.tencentcloud.resilience.demo.fake;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the fake API.
 *
 * @param port the port that it listens on, 0 for any free one
 * @param scenario the scenario that it begins with
 * @param account who may call it
 */
@ConfigurationProperties("demo.fake-api")
record FakeApiProperties(@DefaultValue("8089") int port, @DefaultValue("normal") Scenario scenario, Account account) {

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

}
