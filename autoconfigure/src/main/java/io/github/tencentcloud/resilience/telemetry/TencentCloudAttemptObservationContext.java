package io.github.tencentcloud.resilience.telemetry;

import java.net.URI;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The context of {@code tencentcloud.client.attempt}, which represents one HTTP attempt
 * of a call, headers and body. Its carrier holds the headers of the trace, which are
 * added to those of the request; there is no carrier in mode {@code observe}, where
 * requests are not changed.
 */
public final class TencentCloudAttemptObservationContext extends SenderContext<Map<String, String>> {

	private final TencentCloudCall call;

	private final URI url;

	private final int resendCount;

	private volatile @Nullable TencentCloudAttemptResult result;

	TencentCloudAttemptObservationContext(TencentCloudCall call, URI url, int resendCount) {
		super((headers, name, value) -> {
			if (headers != null) {
				headers.put(name, value);
			}
		}, Kind.CLIENT);
		this.call = call;
		this.url = url;
		this.resendCount = resendCount;
		setRemoteServiceName(call.product());
	}

	/**
	 * The call that the attempt belongs to.
	 * @return the call
	 */
	public TencentCloudCall getCall() {
		return this.call;
	}

	/**
	 * The host that the attempt is sent to.
	 * @return for example {@code cvm.tencentcloudapi.com}
	 */
	public String getServerAddress() {
		return String.valueOf(this.url.getHost());
	}

	/**
	 * The port that the attempt is sent to.
	 * @return the port, or -1 if it is the scheme's default
	 */
	public int getServerPort() {
		return this.url.getPort();
	}

	/**
	 * How many attempts of the call came before this one.
	 * @return 0 for the first attempt
	 */
	public int getResendCount() {
		return this.resendCount;
	}

	/**
	 * How the attempt ended.
	 * @return the result, or {@code null} while the attempt goes on
	 */
	public @Nullable TencentCloudAttemptResult getResult() {
		return this.result;
	}

	void setResult(TencentCloudAttemptResult result) {
		this.result = result;
	}

}
