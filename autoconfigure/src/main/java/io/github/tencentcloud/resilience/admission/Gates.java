package io.github.tencentcloud.resilience.admission;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Several gates behind one another, some of which are somebody else's. What goes wrong in
 * one of them is logged once, and lets pass: a call must not fail because of this
 * library.
 */
final class Gates {

	private static final Logger logger = LoggerFactory.getLogger(Gates.class);

	private final Gate[] gates;

	private final AtomicBoolean warned = new AtomicBoolean();

	Gates(List<Gate> gates) {
		this.gates = gates.toArray(Gate[]::new);
	}

	int size() {
		return this.gates.length;
	}

	/** As {@link Gate#pass} of the gate with this number. */
	@Nullable CompletionStage<?> pass(int number, TencentCloudCall call, int attempt, long now, long deadline) {
		try {
			return this.gates[number].pass(call, attempt, now, deadline);
		}
		catch (RuntimeException | LinkageError ex) {
			GateRefusal refusal = refusal(ex);
			return (refusal != null) ? CompletableFuture.failedFuture(refusal) : null;
		}
	}

	/** As {@link Gate#answered} of all gates. */
	void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
		for (Gate gate : this.gates) {
			try {
				gate.answered(call, throttled, sent, now);
			}
			catch (RuntimeException ex) {
				warnOnce(ex);
			}
		}
	}

	/**
	 * What the error of a gate means.
	 * @param error the error
	 * @return why the attempt is not to be made, or {@code null} if it may go, since the
	 * gate is broken
	 */
	@Nullable GateRefusal refusal(Throwable error) {
		Throwable real = Causes.unwrapped(error);
		if (real instanceof GateRefusal refusal) {
			return refusal;
		}
		warnOnce(real);
		return null;
	}

	private void warnOnce(Throwable error) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Calls to Tencent Cloud go on, but a gate before them is broken; this is logged once", error);
		}
	}

}
