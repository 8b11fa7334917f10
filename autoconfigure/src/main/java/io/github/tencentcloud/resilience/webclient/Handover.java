package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Releases a buffer that goes into some operators and does not come out of them, since
 * they end, or their reader leaves, on another thread while it is being handed over.
 */
final class Handover<T> implements CoreSubscriber<T> {

	/** Under which Reactor keeps what readers do with an item that they do not get. */
	private static final String DISCARD = "reactor.onDiscard.local";

	private final CoreSubscriber<? super T> operators;

	/** On its way. */
	private final AtomicReference<@Nullable T> item;

	private Handover(CoreSubscriber<? super T> operators, AtomicReference<@Nullable T> item) {
		this.operators = operators;
		this.item = item;
	}

	/**
	 * Apply operators that lose nothing.
	 * @param items what goes into them, for one reader
	 * @param operators pass each item on before they return, or never
	 * @return what comes out of them
	 */
	static <T> Flux<T> around(Flux<T> items, UnaryOperator<Flux<T>> operators) {
		AtomicReference<@Nullable T> item = new AtomicReference<>();
		Flux<T> in = items.transform(Operators.<T, T>lift((source, subscriber) -> new Handover<T>(subscriber, item)));
		// What is lost is released here, and not a second time by its reader.
		return operators.apply(in)
			.doOnNext((arrived) -> item.set(null))
			.contextWrite((context) -> context.delete(DISCARD));
	}

	@Override
	public Context currentContext() {
		return this.operators.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.operators.onSubscribe(subscription);
	}

	@Override
	public void onNext(T next) {
		this.item.set(next);
		this.operators.onNext(next);
		if (this.item.getAndSet(null) instanceof DataBuffer lost) {
			DataBufferUtils.release(lost);
		}
	}

	@Override
	public void onError(Throwable error) {
		this.operators.onError(error);
	}

	@Override
	public void onComplete() {
		this.operators.onComplete();
	}

}
