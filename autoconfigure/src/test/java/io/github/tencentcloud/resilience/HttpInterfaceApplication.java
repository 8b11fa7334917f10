package io.github.tencentcloud.resilience;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;

/**
 * An application with what Boot and this library make of HTTP interfaces.
 */
public final class HttpInterfaceApplication {

	private HttpInterfaceApplication() {
	}

	public static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
					HttpServiceClientPropertiesAutoConfiguration.class, WebClientAutoConfiguration.class,
					ReactiveHttpServiceClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
			.withPropertyValues(LoopbackHttp.NO_QUIET_PERIOD);
	}

	/** The same, where the calls of interfaces go to this server in memory. */
	public static ApplicationContextRunner runner(ExchangeFunction server) {
		return runner().withBean(WebClientHttpServiceGroupConfigurer.class,
				() -> (groups) -> groups.forEachClient((group, client) -> client.exchangeFunction(server)));
	}

}
