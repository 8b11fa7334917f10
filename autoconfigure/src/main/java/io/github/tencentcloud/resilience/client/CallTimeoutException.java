package io.github.tencentcloud.resilience.client;

import org.springframework.web.reactive.function.client.WebClientException;

/**
 * The deadline of a call passed before any attempt had come to an end.
 *
 * @serial exclude
 */
public final class CallTimeoutException extends WebClientException implements FailureSource {

	private final TencentCloudFailure failure;

	CallTimeoutException(TencentCloudFailure failure) {
		super(failure.text());
		this.failure = failure;
	}

	/**
	 * The code.
	 * @return {@code ClientError.CallTimeout}
	 */
	public String getCode() {
		return this.failure.code();
	}

	@Override
	public TencentCloudFailure getFailure() {
		return this.failure;
	}

}
