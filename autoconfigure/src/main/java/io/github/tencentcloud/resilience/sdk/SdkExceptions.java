package io.github.tencentcloud.resilience.sdk;

import java.util.Optional;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * Makes the SDK's exception of whatever a call has ended with, so that its callers need
 * no other. Message, code and RequestId are those that the SDK itself would give, as far
 * as it knows of such an end, and the cause is ours.
 */
final class SdkExceptions {

	private static final String SERVER_SIDE = "ServerSideError";

	private static final String NO_JSON = "json is not a valid representation for an object of type";

	private SdkExceptions() {
	}

	/**
	 * Throw it, although OkHttp knows {@code IOException} only: that, the SDK would wrap
	 * without code and RequestId, and its callers catch nothing unchecked.
	 */
	static RuntimeException of(RuntimeException error) {
		Optional<TencentCloudFailure> failure = TencentCloudFailure.of(error);
		String message = (error instanceof EnvelopeException) ? NO_JSON : (error instanceof TencentCloudApiException)
				? failure.map(TencentCloudFailure::message).orElse("") : String.valueOf(error.getMessage());
		return thrown(message, failure.map(TencentCloudFailure::requestId).orElse(null),
				failure.map(TencentCloudFailure::code).orElse(""), error);
	}

	/** The same for a response of another status, which the SDK does not read. */
	static RuntimeException of(int status, TencentCloudFailure failure) {
		return thrown("response code is " + status + ", not 200", failure.requestId(), SERVER_SIDE,
				new TencentCloudApiException(failure, status));
	}

	private static RuntimeException thrown(String message, @Nullable String requestId, String code, Throwable cause) {
		TencentCloudSDKException error = new TencentCloudSDKException(message, (requestId != null) ? requestId : "",
				code);
		error.initCause(cause);
		return SdkExceptions.<RuntimeException>unchecked(error);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E unchecked(Throwable error) throws E {
		throw (E) error;
	}

}
