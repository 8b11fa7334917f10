package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.AttemptTimer;

/**
 * The exchange of an attempt, which ends once: with an answer, with an error (which
 * becomes an answer), empty, or when its time is up. One operator does what would take
 * six of Reactor's, since every success passes through it.
 */
final class LimitedExchange extends MonoOperator<Answer, Answer> {

	private static final Logger logger = LoggerFactory.getLogger(LimitedExchange.class);

	private final Exchange exchange;

	private final AttemptTimer timer;

	private final AttemptLimit limit;

	LimitedExchange(Mono<Answer> source, Exchange exchange, AttemptTimer timer, AttemptLimit limit) {
		super(source);
		this.exchange = exchange;
		this.timer = timer;
		this.limit = limit;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Answer> actual) {
		Limited limited = new Limited(actual, this.exchange, this.timer, this.limit);
		try {
			this.source.subscribe(limited);
		}
		catch (Error ex) {
			limited.thrown(ex);
		}
	}

	static final class Limited implements CoreSubscriber<Answer>, Subscription, AttemptTimer.Limited, Runnable {

		private final CoreSubscriber<? super Answer> actual;

		private final Exchange exchange;

		private final AttemptTimer timer;

		private final AttemptLimit limit;

		/** A task in this attempt's own context, if Reactor propagates contexts. */
		private final Runnable ending = Schedulers.onSchedule(this);

		private final AtomicBoolean ended = new AtomicBoolean();

		private Subscription subscription = Operators.emptySubscription();

		Limited(CoreSubscriber<? super Answer> actual, Exchange exchange, AttemptTimer timer, AttemptLimit limit) {
			this.actual = actual;
			this.exchange = exchange;
			this.timer = timer;
			this.limit = limit;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void request(long n) {
			try {
				this.exchange.limitedBy(this);
				watch();
			}
			catch (RuntimeException ex) {
				this.subscription.cancel();
				onError(ex);
				return;
			}
			this.subscription.request(n);
		}

		@Override
		public void onNext(Answer answer) {
			if (end()) {
				this.actual.onNext(answer);
				this.actual.onComplete();
			}
			else {
				this.exchange.closeUnread();
			}
		}

		@Override
		public void onError(Throwable error) {
			if (end()) {
				emit(() -> this.exchange.broken(error));
			}
			else {
				// A result of the cancellation, when the time was up or the caller had
				// gone.
				logger.debug("An attempt that had already ended failed, too", error);
			}
		}

		/**
		 * Reactor throws fatal errors, such as that of a missing class, instead of
		 * signalling them. The attempt still has to end. An error after its end is
		 * somebody else's.
		 */
		void thrown(Error error) {
			if (!end()) {
				throw error;
			}
			stopWaiting();
			emit(() -> this.exchange.broken(error));
		}

		@Override
		public void onComplete() {
			if (end()) {
				emit(() -> {
					this.exchange.leave();
					return null;
				});
			}
		}

		/** The time is up. */
		@Override
		public void run() {
			if (end()) {
				stopWaiting();
				emit(this.exchange::timedOut);
			}
		}

		/** The caller may also leave while an answer is being processed. */
		@Override
		public void cancel() {
			if (end()) {
				stopWaiting();
			}
			try {
				this.exchange.cancel();
			}
			catch (RuntimeException ex) {
				Operators.onErrorDropped(ex, currentContext());
			}
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public long limit() {
			return this.limit.time();
		}

		/** Once there is an answer, its body is what is cancelled first. */
		private void stopWaiting() {
			if (!this.exchange.hasHead()) {
				abort();
				this.exchange.disconnect();
			}
		}

		void abort() {
			Subscription subscription = this.subscription;
			this.subscription = Operators.cancelledSubscription();
			subscription.cancel();
		}

		/** Have the limit watched; to be called again when it has become shorter. */
		void watch() {
			if (!this.limit.isSet()) {
				return;
			}
			this.timer.begin(this);
			if (this.ended.get()) {
				this.timer.end(this);
			}
		}

		@Override
		public void timeIsUp() {
			Schedulers.parallel().schedule(this.ending);
		}

		private boolean end() {
			boolean first = this.ended.compareAndSet(false, true);
			if (first) {
				this.timer.end(this);
			}
			return first;
		}

		private void emit(Supplier<@Nullable Answer> result) {
			Answer answer;
			try {
				answer = result.get();
			}
			catch (RuntimeException ex) {
				this.actual.onError(Operators.onOperatorError(ex, currentContext()));
				return;
			}
			if (answer != null) {
				this.actual.onNext(answer);
			}
			this.actual.onComplete();
		}

	}

}
