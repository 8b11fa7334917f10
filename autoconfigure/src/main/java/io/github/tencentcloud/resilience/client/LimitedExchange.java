package io.github.tencentcloud.resilience.client;

import java.util.concurrent.atomic.AtomicBoolean;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The exchange of an attempt, which ends once: with an answer, with an error, which is an
 * answer too, with nothing at all, or when its time is up. One operator does what
 * Reactor's needs six for, as every success passes it.
 */
final class LimitedExchange extends MonoOperator<Answer, Answer> {

	private final Attempt attempt;

	private final TimeLimits limits;

	private final long limit;

	LimitedExchange(Mono<Answer> exchange, Attempt attempt, TimeLimits limits, long limit) {
		super(exchange);
		this.attempt = attempt;
		this.limits = limits;
		this.limit = limit;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Answer> actual) {
		this.source.subscribe(new Limited(actual, this.attempt, this.limits, this.limit));
	}

	private static final class Limited implements CoreSubscriber<Answer>, Subscription, TimeLimits.Limited {

		private final CoreSubscriber<? super Answer> actual;

		private final Attempt attempt;

		private final TimeLimits limits;

		private final long limit;

		private final AtomicBoolean ended = new AtomicBoolean();

		private Subscription subscription = Operators.emptySubscription();

		Limited(CoreSubscriber<? super Answer> actual, Attempt attempt, TimeLimits limits, long limit) {
			this.actual = actual;
			this.attempt = attempt;
			this.limits = limits;
			this.limit = limit;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(Answer answer) {
			if (end()) {
				emit(answer);
			}
			else {
				this.attempt.discard(answer);
			}
		}

		@Override
		public void onError(Throwable error) {
			if (end()) {
				emit(this.attempt.broken(error));
			}
			else {
				Operators.onErrorDropped(error, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.attempt.leave();
				this.actual.onComplete();
			}
		}

		@Override
		public void timedOut() {
			if (end()) {
				this.subscription.cancel();
				emit(this.attempt.timedOut());
			}
		}

		@Override
		public void request(long n) {
			this.limits.begin(this);
			if (this.ended.get()) {
				this.limits.end(this);
			}
			this.subscription.request(n);
		}

		/** The caller may also leave while an answer is thought about. */
		@Override
		public void cancel() {
			if (end()) {
				this.subscription.cancel();
			}
			this.attempt.cancel();
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public long limit() {
			return this.limit;
		}

		private boolean end() {
			boolean first = this.ended.compareAndSet(false, true);
			if (first) {
				this.limits.end(this);
			}
			return first;
		}

		private void emit(Answer answer) {
			this.actual.onNext(answer);
			this.actual.onComplete();
		}

	}

}
