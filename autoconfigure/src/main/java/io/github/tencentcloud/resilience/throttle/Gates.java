package io.github.tencentcloud.resilience.throttle;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Several gates behind one another. What goes wrong in one of them is logged once, and
 * lets pass.
 */
final class Gates implements Gate {

	private static final Logger logger = LoggerFactory.getLogger(Gates.class);

	private final Gate[] gates;

	private final Time time;

	private final AtomicBoolean warned = new AtomicBoolean();

	Gates(List<Gate> gates, Time time) {
		this.time = time;
		this.gates = gates.toArray(Gate[]::new);
	}

	@Override
	public @Nullable Mono<Void> pass(TencentCloudCall call, int attempt, long now, long deadline) {
		return pass(0, call, attempt, now, deadline);
	}

	private @Nullable Mono<Void> pass(int first, TencentCloudCall call, int attempt, long now, long deadline) {
		for (int i = first; i < this.gates.length; i++) {
			Mono<Void> wait = ask(this.gates[i], call, attempt, now, deadline);
			if (wait != null) {
				int next = i + 1;
				return wait.onErrorResume(this::isFault, (fault) -> Mono.empty())
					.then(Mono.defer(() -> orEmpty(pass(next, call, attempt, this.time.nanos(), deadline))));
			}
		}
		return null;
	}

	private @Nullable Mono<Void> ask(Gate gate, TencentCloudCall call, int attempt, long now, long deadline) {
		try {
			return gate.pass(call, attempt, now, deadline);
		}
		catch (RuntimeException ex) {
			return isFault(ex) ? null : Mono.error(ex);
		}
	}

	@Override
	public void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
		for (Gate gate : this.gates) {
			try {
				gate.answered(call, throttled, sent, now);
			}
			catch (RuntimeException ex) {
				warnOnce(ex);
			}
		}
	}

	private boolean isFault(Throwable error) {
		if (error instanceof GateRefusal) {
			return false;
		}
		warnOnce(error);
		return true;
	}

	private static Mono<Void> orEmpty(@Nullable Mono<Void> wait) {
		return (wait != null) ? wait : Mono.empty();
	}

	private void warnOnce(Throwable error) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Calls to Tencent Cloud go on, but a gate before them is broken; this is logged once", error);
		}
	}

}
