package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the rate limits of actions.
 *
 * @param backend Where rate limits are kept: "local" in each instance for itself, "redis"
 * one for all.
 * @param maxQueue Most calls of an action, region and account that wait for their rate
 * limit.
 * @param redis The Redis that keeps them.
 */
record RateLimitProperties(@DefaultValue("local") RateLimitBackend backend, @DefaultValue("100") int maxQueue,
		@DefaultValue @NestedConfigurationProperty RateLimitRedisProperties redis) {

}
