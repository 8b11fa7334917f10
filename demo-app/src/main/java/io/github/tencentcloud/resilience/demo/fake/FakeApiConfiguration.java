package io.github.tencentcloud.resilience.demo.fake;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts the fake API with the application.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FakeApiProperties.class)
class FakeApiConfiguration {

	@Bean
	ScenarioSwitch scenarioSwitch(FakeApiProperties properties) {
		return new ScenarioSwitch(properties.scenario());
	}

	@Bean
	FakeTencentCloud fakeTencentCloud(FakeApiProperties properties, ScenarioSwitch scenarioSwitch) {
		return FakeTencentCloud.start(properties.port(), scenarioSwitch, SignatureCheck.NONE);
	}

}
