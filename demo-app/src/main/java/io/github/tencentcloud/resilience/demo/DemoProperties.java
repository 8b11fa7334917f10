package io.github.tencentcloud.resilience.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of the demo.
 *
 * @param callsPerSecond how many calls it makes a second by itself, 0 for none
 */
@ConfigurationProperties("demo")
record DemoProperties(@DefaultValue("5") int callsPerSecond) {

	DemoProperties {
		if (callsPerSecond < 0 || callsPerSecond > 1000) {
			throw new InvalidConfigurationPropertyValueException("demo.calls-per-second", callsPerSecond,
					"It must be between 0 (no calls) and 1000.");
		}
	}

}
