package io.github.tencentcloud.resilience.webclient;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * Holds a body back for as long as its judge says so. A body that is released before its
 * end continues to arrive as its reader requests it; no buffer is copied.
 */
final class HeldBody extends BaseSubscriber<DataBuffer> {

	private final BodyJudge judge;

	/** Whether everything is asked for at once. */
	private final boolean atOnce;

	private Flux<DataBuffer> body = Flux.empty();

	/** Waiting for the answer. */
	private @Nullable MonoSink<Answer> sink;

	/** For what arrives after the release. Most bodies never need it. */
	private @Nullable UnicastBuffers rest;

	/**
	 * Guarded by {@code this}, since a cancellation comes on another thread; {@code null}
	 * once the buffers belong to somebody else.
	 */
	private @Nullable Queue<DataBuffer> held = new ArrayDeque<>(4);

	/** A second reader would wait for ever for what the first has already had. */
	private final AtomicBoolean read = new AtomicBoolean();

	private long size;

	/** Whether bytes have been dropped, so that there is no body to hand on. */
	private boolean emptied;

	private boolean unwrap;

	private Function<Answer, @Nullable Throwable> late = (answer) -> null;

	/** Is told that a stream is alive, until its first event. */
	private @Nullable Runnable keepAlive;

	private @Nullable Runnable cutOff;

	/** Whether the client's thread is handing a buffer over. */
	private volatile boolean receiving;

	/**
	 * Create a body that is held back.
	 * @param judge decides what happens to each buffer
	 * @param atOnce whether everything may be asked for at once, since there is no more
	 * than may be held back. Asked for one buffer after another, Reactor Netty tells the
	 * kernel each time whether to go on.
	 */
	HeldBody(BodyJudge judge, boolean atOnce) {
		this.judge = judge;
		this.atOnce = atOnce;
	}

	/**
	 * Set the body to hold back.
	 * @param body the body
	 * @return the body for its one reader, to be read once {@link #arrived} has an answer
	 */
	Flux<DataBuffer> of(Flux<DataBuffer> body) {
		this.body = body;
		return content();
	}

	/** Register for each line before the first event of a stream. */
	void onKeepAlive(Runnable keepAlive) {
		this.keepAlive = keepAlive;
	}

	/** Register for an end of the body before its last byte, of whatever kind. */
	void onCutOff(Runnable cutOff) {
		this.cutOff = cutOff;
	}

	/**
	 * Wait for the answer: the body has ended, or is released before its end.
	 */
	Mono<Answer> arrived() {
		return Mono.create((sink) -> {
			this.sink = sink;
			sink.onCancel(this::abandon);
			// Errors after nobody waits any more concern nobody.
			this.body.onErrorComplete((error) -> isDisposed()).subscribe(this);
		});
	}

	/** Whether it is still as it came. */
	boolean isUntouched() {
		return !this.emptied && !this.unwrap;
	}

	/** Narrow it to the content of {@code Response}, now and as it goes on. */
	void unwrap() {
		this.unwrap = true;
		narrow();
	}

	/**
	 * Register for the end of a body that has been released before.
	 * @param late turns its result into an error, or into {@code null} for none
	 */
	void onLateEnd(Function<Answer, @Nullable Throwable> late) {
		this.late = late;
	}

	Flux<DataBuffer> content() {
		return Flux.defer(this::open);
	}

	private Flux<DataBuffer> open() {
		if (!this.read.compareAndSet(false, true)) {
			return Flux.error(new IllegalStateException("The body has been read already"));
		}
		UnicastBuffers rest = this.rest;
		if (rest != null) {
			synchronized (this) {
				take().forEach(rest::addHeld);
			}
			return rest;
		}
		UnicastBuffers all = new UnicastBuffers(this, take());
		all.end(null);
		return all;
	}

	/** Release a body that nobody reads. Does nothing if somebody reads it. */
	void abandon() {
		synchronized (this) {
			if (this.held == null && !this.emptied) {
				return;
			}
		}
		cancel();
		take().forEach(DataBufferUtils::release);
	}

	@Override
	public Context currentContext() {
		return Context.of(waiting().contextView());
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		request(this.atOnce ? Long.MAX_VALUE : 1);
	}

	/**
	 * Whether the client's thread is here, or in what the application does with what has
	 * just arrived.
	 */
	boolean isReceiving() {
		return this.receiving;
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		boolean inside = this.receiving;
		this.receiving = true;
		try {
			receive(buffer);
		}
		finally {
			this.receiving = inside;
		}
	}

	private void receive(DataBuffer buffer) {
		BodyJudge.Hold hold = Buffers.read(this.judge, buffer);
		long offset = this.size;
		this.size += buffer.readableByteCount();
		if (this.rest != null) {
			emit(this.rest, buffer, offset);
		}
		else {
			keep(buffer);
		}
		switch (hold) {
			case KEEP -> waits();
			case DROP -> drop();
			case RELEASE -> release();
			case STOP -> {
				cancel();
				hookOnComplete();
			}
		}
	}

	private void waits() {
		if (this.keepAlive != null && this.judge.isAlive()) {
			this.keepAlive.run();
		}
		more();
	}

	private void more() {
		if (!this.atOnce) {
			request(1);
		}
	}

	/** Only the verdict is needed, so the bytes are dropped. */
	private void drop() {
		synchronized (this) {
			this.emptied = true;
		}
		take().forEach(DataBufferUtils::release);
		more();
	}

	private void release() {
		if (this.rest == null && !this.emptied) {
			this.rest = new UnicastBuffers(this, new ConcurrentLinkedQueue<>());
			waiting().success(this.judge.answer());
		}
	}

	@Override
	protected void hookOnComplete() {
		Answer answer = this.judge.end();
		if (this.rest == null) {
			waiting().success(answer);
		}
		else {
			this.rest.end(this.late.apply(answer));
		}
	}

	/** Whatever failed on the way has cancelled the body below it. */
	@Override
	protected void hookOnError(Throwable error) {
		cutOff();
		if (this.rest != null) {
			this.rest.end(error);
		}
		else {
			abandon();
			waiting().error(error);
		}
	}

	@Override
	protected void hookOnCancel() {
		cutOff();
	}

	private void cutOff() {
		if (this.cutOff != null) {
			this.cutOff.run();
		}
	}

	@Override
	protected void hookFinally(SignalType type) {
		this.judge.close();
	}

	private MonoSink<Answer> waiting() {
		return Objects.requireNonNull(this.sink);
	}

	private void emit(UnicastBuffers rest, DataBuffer buffer, long offset) {
		DataBuffer content;
		try {
			content = this.unwrap ? Buffers.content(this.judge, buffer, offset) : buffer;
		}
		catch (LibraryFault fault) {
			DataBufferUtils.release(buffer);
			cancel();
			rest.end(fault);
			return;
		}
		if (content == null) {
			more();
		}
		else if (!isHeld(content)) {
			rest.add(content);
		}
	}

	/** Asked for at once, more of it may come before its reader: then it queues up. */
	private synchronized boolean isHeld(DataBuffer buffer) {
		return this.held != null && this.held.add(buffer);
	}

	private synchronized void keep(DataBuffer buffer) {
		if (this.held == null) {
			DataBufferUtils.release(buffer);
		}
		else {
			this.held.add(buffer);
		}
	}

	private synchronized Queue<DataBuffer> take() {
		Queue<DataBuffer> held = this.held;
		this.held = null;
		return (held != null) ? held : new ArrayDeque<>(0);
	}

	/**
	 * A buffer that cannot be narrowed is still held, and so is released with the others.
	 */
	private synchronized void narrow() {
		if (this.held == null) {
			return;
		}
		long offset = 0;
		for (Iterator<DataBuffer> buffers = this.held.iterator(); buffers.hasNext();) {
			DataBuffer buffer = buffers.next();
			int size = buffer.readableByteCount();
			if (Buffers.content(this.judge, buffer, offset) == null) {
				buffers.remove();
			}
			offset += size;
		}
	}

}
