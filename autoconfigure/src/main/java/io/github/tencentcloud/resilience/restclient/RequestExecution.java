package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.util.function.Consumer;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Executes guarded requests. Spring's requests cannot be cancelled; there is another way
 * for some clients.
 */
@FunctionalInterface
public interface RequestExecution {

	/**
	 * For clients without such a way.
	 */
	RequestExecution PLAIN = (request, canceller) -> request.execute();

	/**
	 * A request is about to be created, and then executed. By default nothing happens.
	 * @param canceller is told how that can be ended by another thread, which interrupts
	 * this one otherwise
	 */
	default void begin(Consumer<Runnable> canceller) {
		// An interrupt does no harm.
	}

	/**
	 * Execute a request.
	 * @param request the request
	 * @param canceller is told how the exchange can be ended by another thread
	 * @return the response
	 * @throws IOException if the exchange fails
	 */
	ClientHttpResponse execute(ClientHttpRequest request, Consumer<Runnable> canceller) throws IOException;

}
