package io.github.tencentcloud.resilience.autoconfigure;

import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

/**
 * Where time comes from: from Reactor's timers where Reactor is present, since they have
 * threads already and tests can make them virtual. A bean of another kind takes its
 * place.
 */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Schedulers.class)
	@ConditionalOnMissingBean(Time.class)
	static class ReactorConfiguration {

		@Bean
		ReactorTime tencentCloudTime() {
			return new ReactorTime();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("reactor.core.scheduler.Schedulers")
	@ConditionalOnMissingBean(Time.class)
	static class SystemConfiguration {

		@Bean(destroyMethod = "close")
		SystemTime tencentCloudTime() {
			return new SystemTime();
		}

	}

}
