package io.github.tencentcloud.resilience.autoconfigure;

import io.github.bucket4j.Bucket;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.QuotaGate;
import io.github.tencentcloud.resilience.admission.SharedQuotas;

/**
 * Rate limits of actions, where Bucket4j is present to keep them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Bucket.class)
class RateLimitConfiguration {

	@Bean
	@ConditionalOnMissingBean
	QuotaGate tencentCloudQuotaGate(TencentCloudResilienceProperties properties,
			ObjectProvider<SharedQuotas> sharedQuotas, BeanFactory beanFactory, Time time) {
		return new QuotaGate(new ConfiguredRateLimits(properties), properties.rateLimit().maxQueue(),
				shared(properties, beanFactory) ? sharedQuotas.getIfUnique() : null, time);
	}

	/** With ahead-of-time processing ours exist whether they are wanted or not. */
	private static boolean shared(TencentCloudResilienceProperties properties, BeanFactory beanFactory) {
		return (properties.rateLimit().backend() == RateLimitBackend.REDIS) ? properties.enabled()
				: !beanFactory.containsBean(RateLimitRedisConfiguration.QUOTAS);
	}

}
