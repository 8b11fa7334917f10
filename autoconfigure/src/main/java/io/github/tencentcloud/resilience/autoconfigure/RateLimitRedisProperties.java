package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the Redis that keeps rate limits.
 *
 * @param url Address of a Redis for rate limits alone. If not set, it is the one of
 * "spring.data.redis".
 * @param timeout How long Redis may take to answer, before each instance keeps its limits
 * for itself.
 * @param keyPrefix What all keys in Redis begin with.
 */
record RateLimitRedisProperties(@Nullable String url, @DefaultValue("500ms") Duration timeout,
		@DefaultValue("tencentcloud:rate-limit:") String keyPrefix) {

}
