package io.github.tencentcloud.resilience.telemetry;

import java.net.URI;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * The context of {@code tencentcloud.client.attempt}, which stands for one HTTP attempt
 * of a call, headers and body. Its carrier holds the headers that the attempt is sent
 * with on top of its own, those of the trace; there is none in mode {@code observe},
 * where requests stay as they are.
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
	 * @return the port, or -1 if it is the scheme's own
	 */
	public int getServerPort() {
		return this.url.getPort();
	}

	/**
	 * How many attempts of the call went before.
	 * @return 0 for the first attempt
	 */
	public int getResendCount() {
		return this.resendCount;
	}

	/**
	 * What the attempt came to.
	 * @return the result, or {@code null} as long as the attempt goes on
	 */
	public @Nullable TencentCloudAttemptResult getResult() {
		return this.result;
	}

	void setResult(TencentCloudAttemptResult result) {
		this.result = result;
	}

}
