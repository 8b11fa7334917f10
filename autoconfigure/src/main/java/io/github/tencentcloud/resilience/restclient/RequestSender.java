package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.engine.AttemptLimit;

/**
 * Sends a request over whatever client there is.
 */
interface RequestSender {

	/** For requests that nobody cancels. */
	Consumer<Runnable> NO_MATTER = (canceller) -> {
	};

	/**
	 * Send it.
	 * @param request the request, with headers of its own
	 * @param body its body
	 * @param limit how long it may take, or {@code null} if that is nobody's concern here
	 * @param canceller is told how the exchange can be cancelled, if there is a way
	 * @return the response, which is still to be read
	 */
	ClientHttpResponse send(HttpRequest request, RequestBody body, @Nullable AttemptLimit limit,
			Consumer<Runnable> canceller) throws IOException;

	/**
	 * Whether the client gives up by itself when nothing has come for as long as the
	 * limit of an attempt.
	 */
	boolean limitsSilence();

}
