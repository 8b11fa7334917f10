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
	SignatureCheck signatureCheck(FakeApiProperties properties, ScenarioSwitch scenarioSwitch) {
		return new AccountCheck(scenarioSwitch.clock(), properties.account());
	}

	@Bean
	FakeTencentCloud fakeTencentCloud(FakeApiProperties properties, ScenarioSwitch scenarioSwitch,
			SignatureCheck signatureCheck) {
		return FakeTencentCloud.start(properties.port(), scenarioSwitch, signatureCheck);
	}

}
