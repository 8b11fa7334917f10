package io.github.tencentcloud.resilience.webclient;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Reads what is left of a body that nobody wants, so that its connection can be used
 * again. It takes whatever arrives until its end, even after it has been cancelled, as
 * that may come from another thread while a buffer is being handed over:
 * {@code ClientResponse.releaseBody()} has operators that lose it then.
 */
final class BodyDrain extends BaseSubscriber<DataBuffer> {

	private final MonoSink<Void> drained;

	private final Runnable cancelled;

	private BodyDrain(MonoSink<Void> drained, Runnable cancelled) {
		this.drained = drained;
		this.cancelled = cancelled;
	}

	/**
	 * Drain a body. An error is an end, too.
	 * @param body the body
	 * @param cancelled is run if nobody waits for its end any more
	 * @return completes when nothing is left
	 */
	static Mono<Void> of(Flux<DataBuffer> body, Runnable cancelled) {
		return Mono.create((drained) -> {
			BodyDrain drain = new BodyDrain(drained, cancelled);
			drained.onCancel(drain);
			body.subscribe(drain);
		});
	}

	@Override
	public Context currentContext() {
		return Context.of(this.drained.contextView());
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		requestUnbounded();
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		DataBufferUtils.release(buffer);
	}

	@Override
	protected void hookOnComplete() {
		this.drained.success();
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.drained.success();
	}

	@Override
	protected void hookOnCancel() {
		this.cancelled.run();
	}

}
