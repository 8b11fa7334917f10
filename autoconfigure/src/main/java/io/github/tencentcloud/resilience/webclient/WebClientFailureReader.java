package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.FailureReader;
import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * Finds the failure in the exception that {@code WebClient} creates for an error status:
 * it travels as an attribute of the request. Public only for
 * {@link java.util.ServiceLoader}.
 */
public final class WebClientFailureReader implements FailureReader {

	static final String ATTRIBUTE = TencentCloudFailure.class.getName();

	/** Loading fails where {@code WebClient} is not present. */
	private final Class<WebClientResponseException> type = WebClientResponseException.class;

	/**
	 * Create the reader.
	 */
	public WebClientFailureReader() {
	}

	@Override
	public @Nullable TencentCloudFailure read(Throwable throwable) {
		if (!this.type.isInstance(throwable)) {
			return null;
		}
		HttpRequest request = this.type.cast(throwable).getRequest();
		return (request != null && request.getAttributes().get(ATTRIBUTE) instanceof TencentCloudFailure failure)
				? failure : null;
	}

}
