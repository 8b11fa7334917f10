package io.github.tencentcloud.resilience.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.Decision;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;
import io.github.tencentcloud.resilience.throttle.Gate;
import io.github.tencentcloud.resilience.throttle.GateRefusal;

/**
 * Takes the attempts of one call through the gates, and tells the gates what became of
 * them.
 */
final class Turns {

	private final Gate gate;

	private final TencentCloudCall call;

	private final CallLog log;

	private final long deadline;

	private int attempts;

	Turns(Gate gate, TencentCloudCall call, CallLog log, long deadline) {
		this.gate = gate;
		this.call = call;
		this.log = log;
		this.deadline = deadline;
	}

	/**
	 * Wait for the turn of the next attempt.
	 * @param last what the attempt before came to, or {@code null} if there was none
	 * @return {@code null} if it may go at once, else what is empty once it may go
	 */
	@Nullable Mono<GateRefusal> next(@Nullable Outcome last) {
		long now = CallLog.now();
		Mono<Void> wait = this.gate.pass(this.call, ++this.attempts, now, this.deadline);
		return (wait != null) ? bounded(wait, now, last) : null;
	}

	private Mono<GateRefusal> bounded(Mono<Void> wait, long start, @Nullable Outcome last) {
		Runnable over = () -> this.log.paced(last, CallLog.now() - start);
		return wait
			.timeout(Duration.ofNanos(Math.max(this.deadline - start, 1)),
					Mono.error(() -> new GateRefusal(
							"The call's deadline passed before its turn came (tencentcloud.resilience.timeout.call)")))
			.doOnTerminate(over)
			.doOnCancel(over)
			.doOnCancel(this.log::cancelled)
			.then(Mono.<GateRefusal>empty())
			.onErrorResume(GateRefusal.class, Mono::just);
	}

	/** Only an answer of a service that is well says something about its limits. */
	void answered(Outcome outcome, long sent) {
		Policy policy = outcome.resolution().policy();
		boolean throttled = !outcome.answer().isOk() && policy.name().equals(Policy.THROTTLED);
		if (throttled || outcome.answer().isOk()
				|| (outcome.answer().status() > 0 && policy.decision() != Decision.CIRCUIT_BREAK)) {
			this.gate.answered(this.call, throttled, sent, CallLog.now());
		}
	}

}
