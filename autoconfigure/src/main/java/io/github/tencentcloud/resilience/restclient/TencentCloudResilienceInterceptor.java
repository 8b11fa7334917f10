package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.util.function.Consumer;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.engine.AttemptLimit;

/**
 * Makes the calls to Tencent Cloud of a {@code RestClient} or {@code RestTemplate} that
 * is built by hand fail visibly, and repeats, short-circuits or fails them by the error
 * code in the body. Requests to other hosts pass, but for those of annotated interfaces.
 *
 * <p>
 * Clients from Spring Boot's builders are guarded already, in a better way: one
 * interceptor makes Spring buffer the bodies of all requests to all hosts. Add this as
 * the first interceptor; those after it run anew for each attempt, and what they change
 * in the body is not signed. Where an interrupt does not end what the client waits for,
 * as with HttpComponents and the JDK's {@code HttpURLConnection}, give it a read
 * time-out: nothing else ends an attempt that gets no answer. Added twice, or to a client
 * that is guarded already, it does nothing the second time.
 */
public class TencentCloudResilienceInterceptor implements ClientHttpRequestInterceptor {

	private final RestClientCalls calls;

	/**
	 * Create the interceptor.
	 * @param calls finds out what becomes of each request
	 */
	public TencentCloudResilienceInterceptor(RestClientCalls calls) {
		this.calls = calls;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		return this.calls.execute(request, RequestBody.of(body), new Inner(execution));
	}

	/**
	 * What is left of the chain.
	 */
	private record Inner(ClientHttpRequestExecution execution) implements RequestSender {

		@Override
		public ClientHttpResponse send(HttpRequest request, RequestBody body, AttemptLimit limit,
				Consumer<Runnable> canceller) throws IOException {
			return this.execution.execute(request, body.bytes());
		}

		@Override
		public ClientHttpResponse pass(HttpRequest request, RequestBody body, boolean signed) throws IOException {
			return this.execution.execute(request, body.bytes());
		}

		/** Nobody knows how the client has been built. */
		@Override
		public boolean limitsSilence() {
			return false;
		}

	}

}
