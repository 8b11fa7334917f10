package io.github.tencentcloud.resilience.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import io.github.tencentcloud.resilience.policy.ClientErrors;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Turns the answer of the last attempt into what the caller gets, with the history of the
 * call attached.
 */
final class CallErrors {

	private CallErrors() {
	}

	/** The exception for an answer that is not handed on as a response. */
	static Throwable exception(Answer answer, TencentCloudFailure failure) {
		Throwable error = ofAttempt(answer, failure);
		if (TencentCloudFailure.of(error).isEmpty()) {
			error.addSuppressed(new CallReport(failure));
		}
		return error;
	}

	/**
	 * The exception of an attempt. Where it is not ours, it gets its report once the call
	 * is over: it can be given only one.
	 */
	static Throwable ofAttempt(Answer answer, TencentCloudFailure failure) {
		Throwable error = answer.error();
		if (error != null) {
			if (answer.code().equals(ClientErrors.CALL_TIMEOUT)) {
				return new CallTimeoutException(failure);
			}
			return answer.code().equals(ClientErrors.THROTTLED) ? new ThrottledException(failure) : error;
		}
		if (answer.code().equals(ClientErrors.PARSE_JSON)) {
			return new EnvelopeException(failure);
		}
		return new TencentCloudApiException(failure, answer.statusCode());
	}

	/**
	 * The response, with the failure where an exception made of it later can be asked for
	 * it.
	 */
	static ClientResponse response(ClientResponse response, TencentCloudFailure failure) {
		return response.mutate().request(new FailedRequest(response.request(), failure)).build();
	}

	/** The request of a response that failed. */
	private record FailedRequest(HttpRequest request, Map<String, Object> attributes) implements HttpRequest {

		FailedRequest(HttpRequest request, TencentCloudFailure failure) {
			this(request, new HashMap<>(request.getAttributes()));
			this.attributes.put(TencentCloudFailure.ATTRIBUTE, failure);
		}

		@Override
		public HttpMethod getMethod() {
			return this.request.getMethod();
		}

		@Override
		public URI getURI() {
			return this.request.getURI();
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.request.getHeaders();
		}

	}

}
