package io.github.tencentcloud.resilience.admission;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Several gates in a row, some of which are the application's own. An exception in one of
 * them is logged once, and lets the attempt pass: a call must not fail because of this
 * library.
 */
final class Gates {

	private static final Logger logger = LoggerFactory.getLogger(Gates.class);

	private final Gate[] gates;

	private final AtomicBoolean warned = new AtomicBoolean();

	Gates(List<Gate> gates) {
		this.gates = gates.toArray(Gate[]::new);
	}

	/** What those among them that pace calls do so with at present. */
	List<PaceLevel> paces() {
		return Stream.of(this.gates)
			.filter(AdaptivePacer.class::isInstance)
			.flatMap((gate) -> ((AdaptivePacer) gate).levels().stream())
			.toList();
	}

	int size() {
		return this.gates.length;
	}

	/** Like {@link Gate#pass}, for the gate with this number. */
	@Nullable CompletionStage<?> pass(int number, TencentCloudCall call, int attempt, long now, long deadline) {
		try {
			return this.gates[number].pass(call, attempt, now, deadline);
		}
		catch (RuntimeException | LinkageError ex) {
			GateRefusal refusal = refusal(ex);
			return (refusal != null) ? CompletableFuture.failedFuture(refusal) : null;
		}
	}

	/** Like {@link Gate#answered}, for all gates. */
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
	 * @return why the attempt must not be made, or {@code null} if it may go because the
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
