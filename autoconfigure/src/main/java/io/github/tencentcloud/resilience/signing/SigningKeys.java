package io.github.tencentcloud.resilience.signing;

import io.github.tencentcloud.resilience.Memo;

/**
 * The keys derived from SecretKeys. Deriving one takes longer than signing with it, so
 * they are cached.
 */
final class SigningKeys {

	private static final int MAX_SIZE = 256;

	/** Yesterday's keys and those of replaced secrets are dropped when it is full. */
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
