package io.github.tencentcloud.resilience.restclient;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClientResponseException;

import io.github.tencentcloud.resilience.FailureReader;
import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * Finds the failure in the exception that {@code RestClient} and {@code RestTemplate}
 * make of another status: it travels in a header of the response. Public for
 * {@link java.util.ServiceLoader} only.
 */
public final class RestClientFailureReader implements FailureReader {

	/** Fails where Spring's HTTP clients are not there. */
	private final Class<RestClientResponseException> type = RestClientResponseException.class;

	/**
	 * Create the reader.
	 */
	public RestClientFailureReader() {
	}

	@Override
	public @Nullable TencentCloudFailure read(Throwable throwable) {
		if (!this.type.isInstance(throwable)) {
			return null;
		}
		HttpHeaders headers = this.type.cast(throwable).getResponseHeaders();
		String header = (headers != null) ? headers.getFirst(FailureHeader.NAME) : null;
		return (header != null) ? FailureHeader.read(header) : null;
	}

}
