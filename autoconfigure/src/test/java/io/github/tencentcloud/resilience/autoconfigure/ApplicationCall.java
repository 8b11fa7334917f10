package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A call that an application makes with the builder that Boot has made for it.
 */
final class ApplicationCall {

	private ApplicationCall() {
	}

	/**
	 * A request that can still be changed.
	 * @param host host and port
	 */
	static WebClient.RequestBodySpec request(ApplicationContext context, String host, String action) {
		return request(context.getBean(WebClient.Builder.class).build(), host, action);
	}

	/**
	 * The same with a client that was built in another way.
	 * @param host host and port
	 */
	static WebClient.RequestBodySpec request(WebClient client, String host, String action) {
		return client.post().uri("http://" + host + "/").header("X-TC-Action", action);
	}

	/** Sends a request and waits for its answer. */
	static String send(WebClient.RequestBodySpec request) {
		return request.bodyValue("{}").retrieve().bodyToMono(String.class).block(Duration.ofSeconds(30));
	}

	/** Both. */
	static String send(ApplicationContext context, String host, String action) {
		return send(request(context, host, action));
	}

}
