package io.github.tencentcloud.resilience.telemetry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Wraps meters of the application, which might throw although they must not. That is
 * logged once, and calls go on.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class SafeCallMeters implements CallMeters {

	private static final Logger logger = LoggerFactory.getLogger(SafeCallMeters.class);

	private final CallMeters meters;

	private final AtomicBoolean warned = new AtomicBoolean();

	private SafeCallMeters(CallMeters meters) {
		this.meters = meters;
	}

	/**
	 * Make meters safe, so that they never throw.
	 * @param meters the meters
	 * @return meters that delegate to them
	 */
	public static CallMeters of(CallMeters meters) {
		boolean safe = meters == NOOP || meters instanceof MicrometerCallMeters || meters instanceof SafeCallMeters;
		return safe ? meters : new SafeCallMeters(meters);
	}

	@Override
	public void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
		tell(() -> this.meters.attempt(call, code, policy, decision, nanos));
	}

	@Override
	public void call(TencentCloudCall call, String code, String policy, CallOutcome outcome, long nanos) {
		tell(() -> this.meters.call(call, code, policy, outcome, nanos));
	}

	@Override
	public void retry(TencentCloudCall call, String code, RetryResult result) {
		tell(() -> this.meters.retry(call, code, result));
	}

	@Override
	public void retryDelay(TencentCloudCall call, String code, long nanos) {
		tell(() -> this.meters.retryDelay(call, code, nanos));
	}

	@Override
	public void pacing(TencentCloudCall call, long nanos) {
		tell(() -> this.meters.pacing(call, nanos));
	}

	@Override
	public void retryBudget(String product, IntSupplier tokens) {
		tell(() -> this.meters.retryBudget(product, tokens));
	}

	@Override
	public void clockOffset(String product, DoubleSupplier seconds) {
		tell(() -> this.meters.clockOffset(product, seconds));
	}

	@Override
	public void items(TencentCloudCall call, String code, int count) {
		tell(() -> this.meters.items(call, code, count));
	}

	private void tell(Runnable news) {
		try {
			news.run();
		}
		catch (RuntimeException ex) {
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("Calls to Tencent Cloud go on, but the CallMeters bean throws; this is logged once", ex);
			}
		}
	}

}
