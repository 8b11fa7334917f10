package io.github.tencentcloud.resilience.webclient;

import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Reactor throws fatal errors, such as that of a missing class, instead of signalling
 * them. On the thread of an HTTP client nobody would ever hear of them, so whatever
 * writes a request signals them, wrapped in an exception.
 */
final class FatalErrors {

	private FatalErrors() {
	}

	/**
	 * The exception to signal in place of an error.
	 * @param error an error, or an exception, which is returned as it is
	 */
	static Throwable asException(Throwable error) {
		return (error instanceof Error) ? new IllegalStateException("The request cannot be written: " + error, error)
				: error;
	}

	/**
	 * Have fatal errors signalled.
	 * @param source may throw them
	 * @param failed is told of each error and exception, and returns what to signal
	 */
	static <T> Mono<T> signalled(Mono<T> source, UnaryOperator<Throwable> failed) {
		return new MonoOperator<>(source) {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				new Passing<T>(actual, failed).subscribe(this.source::subscribe);
			}

		};
	}

	/** The same for many values. */
	static <T> Flux<T> signalled(Flux<T> source, UnaryOperator<Throwable> failed) {
		return new FluxOperator<T, T>(source) {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				new Passing<T>(actual, failed).subscribe(this.source::subscribe);
			}

		};
	}

	private interface Source<T> {

		void subscribe(CoreSubscriber<? super T> subscriber);

	}

	private static final class Passing<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final UnaryOperator<Throwable> failed;

		private @Nullable Subscription subscription;

		private volatile boolean done;

		Passing(CoreSubscriber<? super T> actual, UnaryOperator<Throwable> failed) {
			this.actual = actual;
			this.failed = failed;
		}

		void subscribe(Source<T> source) {
			try {
				source.subscribe(this);
			}
			catch (Error ex) {
				thrown(ex);
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void request(long n) {
			try {
				subscription().request(n);
			}
			catch (Error ex) {
				thrown(ex);
			}
		}

		@Override
		public void cancel() {
			subscription().cancel();
		}

		@Override
		public void onNext(T value) {
			this.actual.onNext(value);
		}

		@Override
		public void onError(Throwable error) {
			this.done = true;
			this.actual.onError(this.failed.apply(error));
		}

		@Override
		public void onComplete() {
			this.done = true;
			this.actual.onComplete();
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		/** An error after the end is somebody else's. */
		private void thrown(Error error) {
			if (this.done) {
				throw error;
			}
			if (this.subscription == null) {
				this.done = true;
				Operators.error(this.actual, this.failed.apply(error));
				return;
			}
			cancel();
			onError(error);
		}

		private Subscription subscription() {
			return Objects.requireNonNull(this.subscription);
		}

	}

}
