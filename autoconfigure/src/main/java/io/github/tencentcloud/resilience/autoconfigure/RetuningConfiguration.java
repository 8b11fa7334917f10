package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Clock;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.engine.CurrentSettings;
import io.github.tencentcloud.resilience.policy.Catalogue;

/**
 * Changed settings take effect while the application runs, where Spring Cloud tells of
 * changes.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(EnvironmentChangeEvent.class)
class RetuningConfiguration {

	/** For conditions of single beans, which cannot name a class that may be missing. */
	static final String EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	/** When settings change, relative to what others do about that. */
	static final int ORDER = 0;

	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	SettingsListener tencentCloudSettingsListener(ConfigurableEnvironment environment,
			ConfigurableListableBeanFactory beans, ConfigurationCheck check, SettingsInForce inForce,
			ObjectProvider<CurrentSettings> current, ObjectProvider<Catalogue> catalogue, ObjectProvider<Clock> clocks,
			ObjectProvider<SettingsChanges> listeners) {
		return new SettingsListener(new Retuning(environment, beans, check, inForce,
				new ConfiguredSettings(beans, current::getObject, catalogue::getObject, inForce),
				clocks.getIfUnique(Clock::systemUTC)::instant,
				(applied) -> listeners.forEach((listener) -> listener.changed(applied))));
	}

	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	KeptRegistries tencentCloudKeptRegistries(ObjectProvider<CircuitBreakers> breakers,
			ObjectProvider<Bulkheads> bulkheads) {
		return new KeptRegistries(breakers, bulkheads);
	}

	/**
	 * Comes before Spring Cloud's own, which binds the beans of properties anew and
	 * throws if one of anybody's is wrong.
	 */
	static class SettingsListener implements ApplicationListener<EnvironmentChangeEvent>, Ordered {

		private final Retuning retuning;

		SettingsListener(Retuning retuning) {
			this.retuning = retuning;
		}

		@Override
		public void onApplicationEvent(EnvironmentChangeEvent event) {
			Set<String> keys = event.getKeys();
			this.retuning.retune((keys != null) ? keys : Set.of());
		}

		@Override
		public int getOrder() {
			return ORDER;
		}

	}

}
