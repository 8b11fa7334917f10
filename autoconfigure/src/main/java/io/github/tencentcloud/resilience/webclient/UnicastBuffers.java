package io.github.tencentcloud.resilience.webclient;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Buffers for one reader: those already here, and those that may still arrive. Each is
 * either given to the reader or released; never both or neither, as can happen with
 * {@code Flux.fromIterable}, {@code Flux.concat} and sinks if the reader cancels on
 * another thread while being given one.
 */
final class UnicastBuffers extends Flux<DataBuffer> implements Subscription {

	private final Subscription source;

	private final Queue<DataBuffer> buffers;

	/** How many buffers nobody has requested yet, guarded by {@code this}. */
	private long here;

	private final AtomicLong requested = new AtomicLong();

	/** Whoever raises it from zero emits, on behalf of all who raise it meanwhile. */
	private final AtomicInteger turns = new AtomicInteger(1);

	private @Nullable CoreSubscriber<? super DataBuffer> reader;

	/** Set before the end. */
	private @Nullable Throwable error;

	private volatile boolean ended;

	private volatile boolean gone;

	/**
	 * Create the buffers. None is emitted before the reader has subscribed.
	 * @param source where further buffers come from
	 * @param buffers those already here; thread-safe unless no others follow
	 */
	UnicastBuffers(Subscription source, Queue<DataBuffer> buffers) {
		this.source = source;
		this.buffers = buffers;
		this.here = buffers.size();
	}

	/** Add one that nobody has requested. To be called before the reader subscribes. */
	synchronized void addHeld(DataBuffer buffer) {
		this.buffers.add(buffer);
		this.here++;
	}

	/** Add one that has just arrived. From now on, it belongs to this. */
	void add(DataBuffer buffer) {
		this.buffers.add(buffer);
		give();
	}

	/**
	 * No others follow. Does nothing if that is already known.
	 * @param error why, or {@code null} if all is well
	 */
	void end(@Nullable Throwable error) {
		if (!this.ended) {
			this.error = error;
			this.ended = true;
			give();
		}
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.reader = actual;
		actual.onSubscribe(this);
		giveAll(actual);
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			this.requested.getAndAccumulate(n, Operators::addCap);
			give();
			long others = others(n);
			if (others > 0) {
				this.source.request(others);
			}
		}
	}

	/** How many of the requested buffers are not here yet. */
	private synchronized long others(long n) {
		long known = Math.min(n, this.here);
		this.here -= known;
		return (n != Long.MAX_VALUE) ? n - known : n;
	}

	@Override
	public void cancel() {
		this.gone = true;
		this.source.cancel();
		give();
	}

	private void give() {
		if (this.turns.getAndIncrement() == 0) {
			giveAll(Objects.requireNonNull(this.reader));
		}
	}

	private void giveAll(CoreSubscriber<? super DataBuffer> reader) {
		int turns = 1;
		while (turns != 0) {
			giveRequested(reader);
			turns = this.turns.addAndGet(-turns);
		}
	}

	private void giveRequested(CoreSubscriber<? super DataBuffer> reader) {
		long most = this.requested.get();
		long given = 0;
		while (given < most && !this.gone) {
			DataBuffer buffer = this.buffers.poll();
			if (buffer == null) {
				break;
			}
			reader.onNext(buffer);
			given++;
		}
		if (most != Long.MAX_VALUE) {
			this.requested.addAndGet(-given);
		}
		if (this.gone) {
			release();
		}
		else if (this.ended && this.buffers.isEmpty()) {
			this.gone = true;
			finish(reader, this.error);
		}
	}

	private static void finish(CoreSubscriber<? super DataBuffer> reader, @Nullable Throwable error) {
		if (error != null) {
			reader.onError(error);
		}
		else {
			reader.onComplete();
		}
	}

	private void release() {
		for (DataBuffer buffer = this.buffers.poll(); buffer != null; buffer = this.buffers.poll()) {
			DataBufferUtils.release(buffer);
		}
	}

}
