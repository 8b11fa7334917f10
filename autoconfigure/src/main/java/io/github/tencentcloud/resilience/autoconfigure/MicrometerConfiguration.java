package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.LibraryInfoGauge;
import io.github.tencentcloud.resilience.telemetry.MicrometerCallMeters;
import io.github.tencentcloud.resilience.telemetry.SettingsCounter;

/**
 * Meters, where there is a registry for them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@ConditionalOnSetting(name = "tencentcloud.resilience.metrics.enabled", matchIfMissing = true)
class MicrometerConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CallMeters tencentCloudMicrometerCallMeters(MeterRegistry registry, TencentCloudResilienceProperties properties,
			DeferredCodes codes) {
		MetricsProperties metrics = properties.metrics();
		return metrics.enabled() ? new MicrometerCallMeters(registry, metrics.limits(), codes) : CallMeters.NOOP;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnClass(name = RetuningConfiguration.EVENT)
	SettingsCounter tencentCloudSettingsCounter(TencentCloudResilienceProperties properties) {
		return properties.metrics().enabled() ? new SettingsCounter() : SettingsCounter.none();
	}

	@Bean
	SettingsChanges tencentCloudSettingsMeters(ObjectProvider<SettingsCounter> counter,
			ObjectProvider<LibraryInfoGauge> info) {
		return (applied) -> {
			counter.ifAvailable((meter) -> meter.changed(applied));
			info.ifAvailable(LibraryInfoGauge::changed);
		};
	}

	@Bean
	@ConditionalOnMissingBean
	LibraryInfoGauge tencentCloudLibraryInfo(TencentCloudResilienceProperties properties, SettingsInForce inForce,
			SwitchedCallSettings settings, TencentCloudResilienceControl control) throws IOException {
		if (!properties.metrics().enabled()) {
			return LibraryInfoGauge.none();
		}
		LibraryInfoGauge info = new LibraryInfoGauge(LibraryVersion.get(), () -> settings.mode(inForce.get().mode()));
		control.onChange(info::changed);
		return info;
	}

}
