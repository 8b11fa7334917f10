package io.github.tencentcloud.resilience.client;

import org.springframework.web.reactive.function.client.WebClientException;

/**
 * The call was not sent: pacing or a rate limit had no room for it before its deadline,
 * or too many calls were waiting already. Nothing was executed.
 *
 * @serial exclude
 */
public final class ThrottledException extends WebClientException implements FailureSource {

	private final TencentCloudFailure failure;

	ThrottledException(TencentCloudFailure failure) {
		super(failure.text());
		this.failure = failure;
	}

	/**
	 * The code.
	 * @return {@code ClientError.Throttled}
	 */
	public String getCode() {
		return this.failure.code();
	}

	@Override
	public TencentCloudFailure getFailure() {
		return this.failure;
	}

}
