package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.admission.RateLimit;

/**
 * Checks rate limits, and that the library that keeps them is present.
 */
final class RateLimitChecks {

	private static final String BUCKET4J = "io.github.bucket4j.Bucket";

	private static final String BUCKET4J_LETTUCE = "io.github.bucket4j.redis.lettuce.Bucket4jLettuce";

	private static final String LETTUCE = "io.lettuce.core.RedisClient";

	private static final Pattern URL = Pattern.compile("redis(s|-socket|-sentinel)?(\\+[a-z]+)?://.+");

	/** Any of these leads to a Redis. */
	private static final List<String> CONNECTIONS = List.of(
			"io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager", "io.lettuce.core.AbstractRedisClient",
			"org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory");

	private final ConfigurationProblems problems;

	private final ConfigurableListableBeanFactory beanFactory;

	RateLimitChecks(ConfigurationProblems problems, ConfigurableListableBeanFactory beanFactory) {
		this.problems = problems;
		this.beanFactory = beanFactory;
	}

	void check(TencentCloudResilienceProperties properties) {
		properties.products().forEach((product, settings) -> settings.actions().forEach((action, entry) -> {
			if (entry.rateLimit() != null) {
				check(PropertyPath.ROOT.key("products").name(product).key("actions").name(action).key("rate-limit"),
						entry.rateLimit());
			}
		}));
		PropertyPath path = PropertyPath.ROOT.key("rate-limit");
		RateLimitProperties limits = properties.rateLimit();
		if (limits.maxQueue() < 0) {
			this.problems.add(path.key("max-queue"), "It must not be negative.", "Write 0 to have no call wait.");
		}
		if (limits.redis().timeout().toMillis() < 1) {
			this.problems.add(path.key("redis").key("timeout"), "A time limit must be at least 1ms.",
					"Write a longer one, such as 500ms.");
		}
		String url = limits.redis().url();
		if (ValueProblems.addWholePlaceholder(path.key("redis").key("url"), url, this.problems)) {
			return;
		}
		if (StringUtils.hasText(url) && !URL.matcher(url).matches()) {
			this.problems.add(path.key("redis").key("url"), "This is not the address of a Redis.",
					"Write redis://host:6379, or rediss://… for TLS.");
		}
		if (limits.backend() == RateLimitBackend.REDIS) {
			checkRedis(path, url);
		}
	}

	private void check(PropertyPath path, String limit) {
		if (ValueProblems.addPlaceholder(path, limit, this.problems)) {
			return;
		}
		try {
			RateLimit.of(limit);
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(path, String.valueOf(ex.getMessage()),
					"Write 20/s for 20 calls in each second, or 600/m for 600 in each minute.");
			return;
		}
		if (!isPresent(BUCKET4J)) {
			this.problems.add(path, "Bucket4j, which keeps rate limits, is not on the class path.",
					"Add com.bucket4j:bucket4j_jdk17-core, or remove it.");
		}
	}

	private void checkRedis(PropertyPath path, @Nullable String url) {
		PropertyPath backend = path.key("backend");
		if (!isPresent(BUCKET4J_LETTUCE) || !isPresent(LETTUCE)) {
			this.problems.add(backend, "The libraries for rate limits in Redis are not on the class path.",
					"Add com.bucket4j:bucket4j_jdk17-lettuce and io.lettuce:lettuce-core, or write 'local'.");
		}
		else if (!StringUtils.hasText(url) && CONNECTIONS.stream().noneMatch(this::hasBean)) {
			this.problems.add(backend, "It is not clear which Redis to use.", "Set '" + path.key("redis").key("url")
					+ "', or add org.springframework.boot:spring-boot-starter-data-redis, or write 'local'.");
		}
	}

	private boolean hasBean(String type) {
		return isPresent(type) && this.beanFactory.getBeanNamesForType(
				ClassUtils.resolveClassName(type, this.beanFactory.getBeanClassLoader()), true, false).length > 0;
	}

	private boolean isPresent(String type) {
		return ClassUtils.isPresent(type, this.beanFactory.getBeanClassLoader());
	}

}
