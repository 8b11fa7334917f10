package io.github.tencentcloud.resilience.signing;

import io.github.tencentcloud.resilience.Memo;

/**
 * The keys derived from SecretKeys. It takes longer to derive one than to sign with it,
 * so the last ones are kept.
 */
final class SigningKeys {

	private static final int MAX_SIZE = 256;

	/** Yesterday's keys and those of replaced secrets go when it is full. */
	private final Memo<Origin, SigningKey> keys = new Memo<>(MAX_SIZE, Origin::key);

	SigningKey get(String secretKey, long epochDay, String service) {
		return this.keys.get(new Origin(secretKey, epochDay, service));
	}

	private record Origin(String secretKey, long epochDay, String service) {

		SigningKey key() {
			return SigningKey.of(this.secretKey, this.epochDay, this.service);
		}

		/** A record would show the secret. */
		@Override
		public String toString() {
			return this.service + " on day " + this.epochDay;
		}

	}

}
