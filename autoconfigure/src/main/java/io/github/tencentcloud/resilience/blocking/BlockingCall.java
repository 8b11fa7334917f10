package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.AttemptTimer;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.NetworkErrors;
import io.github.tencentcloud.resilience.engine.Step;

/**
 * Drives a call over a client that blocks: does whatever the call says next, on the
 * thread of the caller. An interrupt ends its waits at once, and is still set afterwards.
 */
public final class BlockingCall {

	private final Call call;

	private final Transport transport;

	private final AttemptTimer timer;

	/** The response of the last attempt, and its body as far as somebody looks at it. */
	private @Nullable Received received;

	private @Nullable JudgedBody body;

	/**
	 * Create it.
	 * @param call the call
	 * @param transport sends its attempts
	 * @param timer ends those that take too long
	 */
	public BlockingCall(Call call, Transport transport, AttemptTimer timer) {
		this.call = call;
		this.transport = transport;
		this.timer = timer;
	}

	/**
	 * Go through the call.
	 * @return what its caller gets
	 * @throws IOException if its last attempt failed like that, or the caller's thread
	 * has been interrupted
	 */
	public Delivery run() throws IOException {
		try {
			return go();
		}
		catch (Error ex) {
			this.call.cancelled();
			throw ex;
		}
	}

	private Delivery go() throws IOException {
		Step step = this.call.next();
		while (true) {
			if (step instanceof Step.Send send) {
				step = send(send.attempt());
			}
			else if (step instanceof Step.Wait wait) {
				step = over(wait);
			}
			else if (step instanceof Step.Fail fail) {
				letGo();
				throw Thrown.unchecked(fail.error());
			}
			else {
				return delivery(((Step.Deliver) step).failure());
			}
		}
	}

	private Step over(Step.Wait wait) {
		if (wait.repeating()) {
			letGo();
		}
		CountDownLatch over = new CountDownLatch(1);
		wait.until().whenComplete((result, error) -> over.countDown());
		try {
			over.await(wait.nanos(), TimeUnit.NANOSECONDS);
			return this.call.next();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Step.Fail(this.call.interrupted(new InterruptedIOException("Interrupted while waiting")));
		}
	}

	private Step send(Attempt attempt) {
		this.body = null;
		AttemptWatch watch;
		try {
			watch = AttemptWatch.over(this.timer, attempt.limit(), this.transport.limitsSilence());
		}
		catch (RuntimeException | LinkageError ex) {
			return this.call.ended(attempt, attempt.fault(ex, ex));
		}
		try {
			return send(attempt, watch);
		}
		catch (Error ex) {
			// Or it would interrupt this thread much later.
			watch.over();
			letGo();
			throw ex;
		}
	}

	private Step send(Attempt attempt, AttemptWatch watch) {
		try {
			this.received = attempt.observation().call(() -> this.transport.send(attempt, watch::cancelBy));
		}
		catch (Exception | LinkageError ex) {
			return watch.sent(null) ? late(attempt) : broken(attempt, ex);
		}
		try {
			return watch.sent(this.received) ? tooLate(attempt) : read(attempt, this.received, watch);
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			if (watch.over() || ex instanceof SilenceException) {
				return tooLate(attempt);
			}
			letGo();
			return broken(attempt, ex);
		}
	}

	private Step tooLate(Attempt attempt) {
		letGo();
		return late(attempt);
	}

	/** An interrupt of the caller's that its client did not hear is heard now. */
	private Step late(Attempt attempt) {
		if (Thread.currentThread().isInterrupted()) {
			return new Step.Fail(this.call.interrupted(new InterruptedIOException("Interrupted during an exchange")));
		}
		return this.call.ended(attempt, timedOut(attempt));
	}

	private Step read(Attempt attempt, Received received, AttemptWatch watch) throws IOException {
		BodyJudge judge;
		try {
			judge = attempt.judge(received.head());
		}
		catch (RuntimeException | LinkageError ex) {
			watch.over();
			return this.call.ended(attempt, Answer.fault(ex, received.head()));
		}
		JudgedBody body = new JudgedBody(this.call, attempt, judge, received, watch);
		this.body = body;
		Answer answer = body.arrive();
		return answer.open() ? this.call.released(attempt, answer) : this.call.ended(attempt, answer);
	}

	private Step broken(Attempt attempt, Throwable error) {
		if (Thrown.isInterruption(error)) {
			return new Step.Fail(this.call.interrupted(error));
		}
		return this.call.ended(attempt, answer(attempt, error));
	}

	/** Whatever is odd about an error, the attempt has to end. */
	static Answer answer(Attempt attempt, Throwable error) {
		Throwable told = (error instanceof Transport.RequestFault fault) ? fault.fault() : error;
		try {
			String code = Thrown.code(error);
			boolean limit = code.equals(NetworkErrors.READ_TIMEOUT) && attempt.limit().isOfCall()
					&& attempt.limit().hasPassed();
			return limit ? attempt.callTimedOut() : attempt.broken(code, told);
		}
		catch (RuntimeException | LinkageError ex) {
			return attempt.fault(ex, told);
		}
	}

	static Answer timedOut(Attempt attempt) {
		Answer unsigned = attempt.unsigned();
		if (unsigned != null) {
			return unsigned;
		}
		AttemptLimit limit = attempt.limit();
		return (limit.isOfCall() || limit.isCallOver()) ? attempt.callTimedOut() : attempt
			.broken(NetworkErrors.READ_TIMEOUT, new SocketTimeoutException(limit.timeoutException().getMessage()));
	}

	private Delivery delivery(@Nullable TencentCloudFailure failure) throws IOException {
		Received received = this.received;
		if (received == null) {
			throw new IllegalStateException("There is nothing to deliver");
		}
		JudgedBody body = this.body;
		if (body == null) {
			return new Delivery(received, received.body(), false, failure);
		}
		body.handOver();
		return new Delivery(received, body, body.isChanged(), failure);
	}

	/** Nobody wants what is left of the last response. */
	private void letGo() {
		Received received = this.received;
		this.received = null;
		if (received != null) {
			received.close();
		}
	}

}
