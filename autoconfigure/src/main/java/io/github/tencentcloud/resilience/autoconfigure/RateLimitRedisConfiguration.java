package io.github.tencentcloud.resilience.autoconfigure;

import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.SharedQuotas;
import io.github.tencentcloud.resilience.telemetry.SharedRateLimitGauge;

/**
 * Rate limits that a fleet shares through Redis. Which Redis: a
 * {@link LettuceBasedProxyManager} or a Lettuce client of the application's own, else our
 * property, else the client of Boot's connection factory.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Bucket4jLettuce.class, RedisClient.class })
@ConditionalOnSetting(name = "tencentcloud.resilience.rate-limit.backend", havingValue = "redis")
class RateLimitRedisConfiguration {

	static final String QUOTAS = "tencentCloudSharedQuotas";

	@Bean(destroyMethod = "close")
	@Proxyable(ProxyType.TARGET_CLASS)
	RedisStore tencentCloudRateLimitStore(TencentCloudResilienceProperties properties,
			ObjectProvider<LettuceBasedProxyManager<byte[]>> managers, ObjectProvider<AbstractRedisClient> clients,
			ObjectProvider<RedisStore.BootClient> boot) {
		return new RedisStore(properties.rateLimit().redis(), managers, clients, boot);
	}

	/** Lazy, since it starts to connect. */
	@Bean(QUOTAS)
	@Lazy
	@ConditionalOnMissingBean
	SharedQuotas tencentCloudSharedQuotas(RedisStore store, TencentCloudResilienceProperties properties, Time time) {
		RateLimitRedisProperties redis = properties.rateLimit().redis();
		return new SharedQuotas(store, redis.timeout(), redis.keyPrefix(), time);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LettuceConnectionFactory.class)
	static class SpringDataConfiguration {

		@Bean
		RedisStore.BootClient tencentCloudBootRedisClient(ObjectProvider<LettuceConnectionFactory> factories) {
			return () -> factories.getObject().getRequiredNativeClient();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	@ConditionalOnSetting(name = "tencentcloud.resilience.metrics.enabled", matchIfMissing = true)
	static class MeterConfiguration {

		@Bean
		MeterBinder tencentCloudSharedRateLimitGauge(ObjectProvider<SharedQuotas> quotas,
				TencentCloudResilienceProperties properties) {
			boolean wanted = properties.enabled() && properties.metrics().enabled()
					&& properties.rateLimit().backend() == RateLimitBackend.REDIS;
			return wanted ? new SharedRateLimitGauge(quotas.getObject()::isShared) : (registry) -> {
			};
		}

	}

}
