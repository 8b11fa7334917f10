package io.github.tencentcloud.resilience.autoconfigure;

/**
 * Where rate limits are kept.
 */
enum RateLimitBackend {

	/** In each instance for itself. */
	LOCAL,

	/** In Redis, one for all instances. */
	REDIS

}
