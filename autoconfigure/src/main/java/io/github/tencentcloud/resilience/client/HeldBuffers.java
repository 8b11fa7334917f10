package io.github.tencentcloud.resilience.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Buffers for one reader. He gets each of them, or it is released; never both or neither,
 * as it may happen with {@code Flux.fromIterable} if he cancels on another thread while
 * he is given one.
 */
final class HeldBuffers extends Flux<DataBuffer> {

	private final List<DataBuffer> buffers;

	HeldBuffers(List<DataBuffer> buffers) {
		this.buffers = buffers;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (this.buffers.isEmpty()) {
			Operators.complete(actual);
		}
		else {
			actual.onSubscribe(new Reading(actual, this.buffers));
		}
	}

	/** Who moves the index past a buffer owns it. */
	private static final class Reading implements Subscription {

		private static final int CANCELLED = Integer.MAX_VALUE;

		private final CoreSubscriber<? super DataBuffer> actual;

		private final List<DataBuffer> buffers;

		private final AtomicInteger index = new AtomicInteger();

		private final AtomicLong requested = new AtomicLong();

		Reading(CoreSubscriber<? super DataBuffer> actual, List<DataBuffer> buffers) {
			this.actual = actual;
			this.buffers = buffers;
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n) && this.requested.getAndAccumulate(n, Operators::addCap) == 0) {
				do {
					if (!give()) {
						return;
					}
				}
				while (this.requested.decrementAndGet() != 0);
			}
		}

		/** Whether there may be more to give. */
		private boolean give() {
			int at = this.index.get();
			if (at == CANCELLED || !this.index.compareAndSet(at, at + 1)) {
				return false;
			}
			this.actual.onNext(this.buffers.get(at));
			boolean more = at + 1 < this.buffers.size();
			if (!more && this.index.get() != CANCELLED) {
				this.actual.onComplete();
			}
			return more;
		}

		@Override
		public void cancel() {
			for (int at = this.index.getAndSet(CANCELLED); at < this.buffers.size(); at++) {
				DataBufferUtils.release(this.buffers.get(at));
			}
		}

	}

}
