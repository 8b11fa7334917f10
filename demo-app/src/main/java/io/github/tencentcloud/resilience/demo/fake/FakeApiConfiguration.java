package io.github.tencentcloud.resilience.demo.fake;

import java.net.BindException;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.test.FakeTencentCloud;

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
		FakeApiProperties.Account account = properties.account();
		try {
			return FakeApi.of(scenarioSwitch)
				.port(properties.port())
				.account(account.secretId(), account.secretKey(), account.token())
				.start();
		}
		catch (IllegalStateException ex) {
			throw (ex.getCause() instanceof BindException) ? new PortInUseException(properties.port(), ex) : ex;
		}
	}

	static final class PortInUseException extends RuntimeException {

		private final int port;

		PortInUseException(int port, Throwable cause) {
			super("The fake Tencent Cloud API cannot listen on port %d: it is in use".formatted(port), cause);
			this.port = port;
		}

		int port() {
			return this.port;
		}

	}

}
