package io.github.tencentcloud.resilience;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;

import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;

/**
 * An application with what Boot and this library make of HTTP interfaces.
 */
public final class HttpInterfaceApplication {

	private HttpInterfaceApplication() {
	}

	/** What makes both clients, and what guards them. */
	public static AutoConfigurations autoConfigurations() {
		return AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
				TencentCloudResilienceAutoConfiguration.class);
	}

	/** What makes both clients, but not those of interfaces, as in a slice of a test. */
	public static AutoConfigurations withoutBootsInterfaces() {
		return AutoConfigurations.of(HttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class);
	}

	/** With both clients. */
	public static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(autoConfigurations())
			.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD);
	}

	/** With this client, which interfaces get if they ask for none. */
	public static ApplicationContextRunner runner(ClientType client) {
		return (client == ClientType.REST_CLIENT)
				? runner().withClassLoader(new FilteredClassLoader(WebClientCustomizer.class)) : runner();
	}

	/** The same, where the calls of interfaces go to this server. */
	public static ApplicationContextRunner runner(ClientType client, InMemoryServer server) {
		return answeredBy(server, runner(client));
	}

	/** The same for any application. */
	public static ApplicationContextRunner answeredBy(InMemoryServer server, ApplicationContextRunner runner) {
		return runner
			.withBean(WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups
						.forEachClient((group, builder) -> builder.exchangeFunction(server.exchangeFunction())))
			.withBean(ClientHttpRequestFactoryBuilder.class, () -> (settings) -> server.requestFactory());
	}

}
