package io.github.tencentcloud.resilience.restclient;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * The HTTP clients that RestClient and RestTemplate can use.
 */
enum RequestFactory {

	JDK(ClientHttpRequestFactoryBuilder.jdk()), HTTP_COMPONENTS(ClientHttpRequestFactoryBuilder.httpComponents()),
	JETTY(ClientHttpRequestFactoryBuilder.jetty()), REACTOR(ClientHttpRequestFactoryBuilder.reactor()),
	SIMPLE(ClientHttpRequestFactoryBuilder.simple());

	private final ClientHttpRequestFactoryBuilder<?> builder;

	RequestFactory(ClientHttpRequestFactoryBuilder<?> builder) {
		this.builder = builder;
	}

	/** A factory as Spring Boot creates it by default. */
	ClientHttpRequestFactory create() {
		return this.builder.build();
	}

	ClientHttpRequestFactory create(HttpClientSettings settings) {
		return this.builder.build(settings);
	}

	/** Releases what the factory owns. */
	static void close(ClientHttpRequestFactory factory) throws Exception {
		if (factory instanceof DisposableBean bean) {
			bean.destroy();
		}
	}

}
