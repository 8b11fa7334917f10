package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClientException;

/**
 * An answer of status 2xx that is no envelope: HTML, empty, truncated, or JSON of another
 * shape. Says what is wrong with it, and never quotes it.
 *
 * @serial exclude
 */
public final class EnvelopeException extends WebClientException implements FailureSource {

	private final TencentCloudFailure failure;

	EnvelopeException(TencentCloudFailure failure) {
		super(failure.text());
		this.failure = failure;
	}

	/**
	 * The code.
	 * @return {@code ClientError.ParseJsonError}
	 */
	public String getCode() {
		return this.failure.code();
	}

	/**
	 * The RequestId.
	 * @return the value of the header {@code X-TC-RequestId}, or {@code null} if there
	 * was none
	 */
	public @Nullable String getRequestId() {
		return this.failure.requestId();
	}

	@Override
	public TencentCloudFailure getFailure() {
		return this.failure;
	}

}
