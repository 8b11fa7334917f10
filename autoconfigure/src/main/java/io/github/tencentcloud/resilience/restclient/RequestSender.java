package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.util.function.Consumer;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.engine.AttemptLimit;

/**
 * Sends a request over whatever client there is.
 */
interface RequestSender {

	/**
	 * Send an attempt.
	 * @param request the request, with headers of its own
	 * @param body its body
	 * @param limit how long it may take
	 * @param canceller is told how the exchange can be cancelled, if there is a way
	 * @return the response, which is still to be read
	 */
	ClientHttpResponse send(HttpRequest request, RequestBody body, AttemptLimit limit, Consumer<Runnable> canceller)
			throws IOException;

	/**
	 * Send what is not guarded.
	 * @param request the request, with headers of its own
	 * @param body its body
	 * @param signed whether it has a signature of ours, with which it must not follow a
	 * redirect to somebody else
	 * @return the response, which is still to be read
	 */
	ClientHttpResponse pass(HttpRequest request, RequestBody body, boolean signed) throws IOException;

	/**
	 * Whether the client gives up by itself when nothing has come for as long as the
	 * limit of an attempt.
	 */
	boolean limitsSilence();

}
