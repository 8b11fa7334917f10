package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.envelope.Items;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.Resolution;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.FailureLog;

/**
 * The records of one call: what each code means, the history of its attempts, and what
 * the meters are told. A call ends once; whatever follows is not recorded.
 */
final class CallLog {

	private final TencentCloudCall call;

	private final PolicyResolver policies;

	private final CallMeters meters;

	private final CallObservation observation;

	private final FailureLog failures;

	/** Whether decisions are only recorded, and not carried out. */
	private final boolean observing;

	private final Time time;

	private final long start;

	/** Guarded by itself: a cancellation comes on another thread. */
	private final List<AttemptSummary> history = new ArrayList<>();

	private final List<String> wishes = new ArrayList<>();

	/** Why the call was not repeated again; guarded by the history. */
	private @Nullable RetryResult retryResult;

	/** Why there was no attempt after the last one; guarded by the history. */
	private @Nullable NoRetryReason noRetryReason;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable String requestId;

	/**
	 * Create the records of a call that begins now.
	 * @param call the call
	 * @param policies finds the policy of a code
	 * @param instruments are told what happens
	 * @param observation the observation of the call
	 * @param observing whether the mode is {@code observe}, so that nothing is repeated
	 * and nothing is added to what the caller sends
	 * @param time tells the time
	 */
	CallLog(TencentCloudCall call, PolicyResolver policies, CallInstruments instruments, CallObservation observation,
			boolean observing, Time time) {
		this.call = call;
		this.policies = policies;
		this.meters = instruments.meters();
		this.failures = instruments.failures();
		this.observation = observation;
		this.observing = observing;
		this.time = time;
		this.start = time.nanos();
	}

	TencentCloudCall call() {
		return this.call;
	}

	long start() {
		return this.start;
	}

	ResolvedAnswer resolve(Answer answer) {
		return new ResolvedAnswer(answer, answer.isOk() ? Resolution.NONE : resolve(answer.code()));
	}

	/** Start to observe an attempt. */
	AttemptObservation observe(URI uri) {
		return this.observation.attempt(uri, !this.observing);
	}

	void attemptEnded(ResolvedAnswer resolved, long nanos) {
		if (resolved.answer().requestId() != null) {
			this.requestId = resolved.answer().requestId();
		}
		if (resolved.answer().isOk()) {
			this.meters.attempt(this.call, ClientErrors.OK, Policy.NONE, Policy.NONE, nanos);
			return;
		}
		Policy policy = resolved.resolution().policy();
		this.meters.attempt(this.call, resolved.code(), policy.name(), policy.decision().value(), nanos);
		synchronized (this.history) {
			this.history.add(new AttemptSummary(resolved.code(), resolved.answer().requestId(), policy.name(),
					Duration.ofNanos(nanos)));
			if (policy.retries()) {
				this.wishes.add(resolved.code());
			}
		}
	}

	void waiting(ResolvedAnswer resolved, Duration delay) {
		this.meters.retryDelay(this.call, resolved.code(), delay.toNanos());
	}

	/** A wait at the gates is over, before the first attempt or after {@code last}. */
	void paced(@Nullable ResolvedAnswer last, long nanos) {
		if (last == null) {
			this.meters.pacing(this.call, nanos);
		}
		else {
			this.meters.retryDelay(this.call, last.code(), nanos);
		}
	}

	void items(Items items) {
		if (items.succeeded() > 0) {
			this.meters.items(this.call, ClientErrors.OK, items.succeeded());
		}
		items.failedCodes().forEach((code, count) -> this.meters.items(this.call, code, count));
	}

	/** The answer cannot be judged, since its encoding is unknown here. */
	void unreadable(String encoding) {
		this.observation.scoped(() -> this.failures.unreadable(this.call, encoding));
	}

	void succeeded() {
		ended(null, CallOutcome.SUCCESS, RetryResult.RECOVERED, null);
	}

	/**
	 * The call has failed; {@code why} says why there was no other attempt.
	 */
	void failed(ResolvedAnswer resolved, NoRetryReason why) {
		NoRetryReason told = this.observing ? NoRetryReason.OBSERVED : why;
		ended(resolved, CallOutcome.FAILURE, told.result(), told);
	}

	/** The call was refused before its first attempt. */
	void rejected(String code, String why) {
		ended(resolve(Answer.refused(code, why)), CallOutcome.REJECTED, RetryResult.EXHAUSTED, null);
	}

	void cancelled() {
		ended(resolve(Answer.cancelled()), CallOutcome.CANCELLED, null, null);
	}

	private void ended(@Nullable ResolvedAnswer failure, CallOutcome outcome, @Nullable RetryResult result,
			@Nullable NoRetryReason why) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		long nanos = this.time.nanos() - this.start;
		this.observation.scoped(() -> tell(failure, outcome, result, why, nanos));
		this.observation.ended(failure, outcome, this.requestId, nanos, why);
	}

	/**
	 * Runs in the scope of the observation, for exemplars and the context of log lines.
	 */
	private void tell(@Nullable ResolvedAnswer failure, CallOutcome outcome, @Nullable RetryResult result,
			@Nullable NoRetryReason why, long nanos) {
		String code = (failure != null) ? failure.code() : ClientErrors.OK;
		String policy = (failure != null) ? failure.policy() : Policy.NONE;
		this.meters.call(this.call, code, policy, outcome, nanos);
		if (result != null) {
			List<String> wishes;
			synchronized (this.history) {
				this.noRetryReason = why;
				this.retryResult = this.wishes.isEmpty() ? null : result;
				wishes = List.copyOf(this.wishes);
			}
			wishes.forEach((wish) -> this.meters.retry(this.call, wish, result));
		}
		if (failure != null && outcome != CallOutcome.CANCELLED && this.failures.isEnabled(policy)) {
			this.failures.log(failure(failure), outcome);
		}
	}

	TencentCloudFailure failure(ResolvedAnswer resolved) {
		Policy policy = resolved.resolution().policy();
		Answer answer = resolved.answer();
		synchronized (this.history) {
			return new TencentCloudFailure(answer.code(), answer.message(), answer.requestId(), this.call.product(),
					this.call.action(), this.call.region(), policy.name(), policy.decision(), List.copyOf(this.history),
					Duration.ofNanos(this.time.nanos() - this.start), answer.items().failedCodes(), this.retryResult,
					this.noRetryReason);
		}
	}

	private Resolution resolve(String code) {
		return this.policies.resolve(this.call.product(), this.call.action(), code);
	}

}
