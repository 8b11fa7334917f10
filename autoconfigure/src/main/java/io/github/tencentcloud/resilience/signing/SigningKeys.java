package io.github.tencentcloud.resilience.signing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys derived from SecretKeys. It takes longer to derive one than to sign with it,
 * so the last ones are kept.
 */
final class SigningKeys {

	private static final int MAX_SIZE = 256;

	private final Map<Origin, SigningKey> keys = new ConcurrentHashMap<>();

	SigningKey get(String secretKey, long epochDay, String service) {
		Origin origin = new Origin(secretKey, epochDay, service);
		SigningKey key = this.keys.get(origin);
		if (key == null) {
			// Yesterday's keys and those of replaced secrets go here too.
			if (this.keys.size() >= MAX_SIZE) {
				this.keys.clear();
			}
			key = SigningKey.of(secretKey, epochDay, service);
			this.keys.put(origin, key);
		}
		return key;
	}

	int size() {
		return this.keys.size();
	}

	private record Origin(String secretKey, long epochDay, String service) {

		/** A record would show the secret. */
		@Override
		public String toString() {
			return this.service + " on day " + this.epochDay;
		}

	}

}
