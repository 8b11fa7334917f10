package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * What the thread of a caller is about: its MDC, and whatever Micrometer's context
 * propagation knows of. The first attempt is sent by that thread, and so are the filters
 * of the application run by it. Later ones, and those that have waited, are sent by
 * timers' threads, which are about nothing.
 */
@FunctionalInterface
interface CallerContext {

	/** Nothing. */
	CallerContext EMPTY = Runnable::run;

	/** Do something as the caller's thread would, and leave no trace of it. */
	void run(Runnable work);

	/** The same, with it being subscribed to like that. */
	default <T> Mono<T> around(Mono<T> source) {
		return (this == EMPTY) ? source : new Around<>(source, this);
	}

	/** This around another; {@code null} is nothing. */
	default CallerContext around(@Nullable CallerContext inner) {
		return (inner != null) ? (work) -> run(() -> inner.run(work)) : this;
	}

	/**
	 * Subscribes as the caller's thread would.
	 *
	 * @param <T> the type of the value
	 */
	final class Around<T> extends MonoOperator<T, T> {

		private final CallerContext context;

		private Around(Mono<? extends T> source, CallerContext context) {
			super(source);
			this.context = context;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			this.context.run(() -> this.source.subscribe(actual));
		}

	}

}
