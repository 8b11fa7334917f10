package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * The thread context of a caller: its MDC, and whatever Micrometer's context propagation
 * covers. The first attempt and the application's filters run on the caller's thread.
 * Later attempts, and those that had to wait, run on timer threads, which have no such
 * context.
 */
@FunctionalInterface
interface CallerContext {

	/** No context. */
	CallerContext EMPTY = Runnable::run;

	/** Run something in this context, and restore the previous one afterwards. */
	void run(Runnable work);

	/** The same source, subscribed to in this context. */
	default <T> Mono<T> around(Mono<T> source) {
		return (this == EMPTY) ? source : new Around<>(source, this);
	}

	/** This context around another; {@code null} is none. */
	default CallerContext around(@Nullable CallerContext inner) {
		return (inner != null) ? (work) -> run(() -> inner.run(work)) : this;
	}

	/**
	 * Subscribes in the context of the caller's thread.
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
