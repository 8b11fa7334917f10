package io.github.tencentcloud.resilience.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
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

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Holds a body back until it has ended or outgrown a limit, and is inspected all along.
 * What outgrew the limit goes on arriving as its reader asks for it; no buffer is copied.
 */
final class HeldBody extends BaseSubscriber<DataBuffer> {

	private final Inspection inspection;

	private Flux<DataBuffer> body = Flux.empty();

	/** Waits until it has arrived. */
	private @Nullable MonoSink<HeldBody> sink;

	/** For what comes after the limit. Most bodies never get there. */
	private @Nullable HeldBuffers rest;

	/** Guarded by {@code this}, since a cancellation comes on another thread. */
	private final List<DataBuffer> held = new ArrayList<>(4);

	/** Guarded by {@code this}: whether the buffers belong to somebody else by now. */
	private boolean handedOver;

	/** A second reader would wait for ever for what the first one has had. */
	private final AtomicBoolean read = new AtomicBoolean();

	private long size;

	/** Whether the body is handed on even if it tells of an error. */
	private boolean keeping;

	/** Whether the bytes are gone, and the verdict is all that is waited for. */
	private boolean emptied;

	private boolean unwrap;

	private Function<EnvelopeVerdict, @Nullable Throwable> judge = (verdict) -> null;

	private @Nullable EnvelopeVerdict verdict;

	/** Is told that a stream lives, as long as it has no event. */
	private @Nullable Runnable signOfLife;

	private @Nullable Runnable cancelled;

	/**
	 * Create a body that is held back.
	 * @param inspector looks at each buffer
	 * @param limit how many bytes to hold, counted as they are once they are decoded
	 */
	HeldBody(Inspector inspector, long limit) {
		this.inspection = new Inspection(inspector, limit);
	}

	/**
	 * Take the body that is to be held.
	 * @param body the body
	 * @return the body for its one reader, once it has arrived
	 */
	Flux<DataBuffer> of(Flux<DataBuffer> body) {
		this.body = body;
		return content();
	}

	/** Ask to be told of each line before the first event of a stream. */
	void onSignOfLife(Runnable signOfLife) {
		this.signOfLife = signOfLife;
	}

	/** Have the body kept for a reader, be there an error in it or not. */
	HeldBody keeping() {
		this.keeping = true;
		return this;
	}

	/** Ask to be told if the body is cancelled after it was handed on. */
	void onCancelled(Runnable cancelled) {
		this.cancelled = cancelled;
	}

	/** Wait until the body has ended or outgrown the limit. */
	Mono<HeldBody> arrived() {
		return Mono.create((sink) -> {
			this.sink = sink;
			sink.onCancel(this::abandon);
			// What breaks because nobody waits for it any more is no news to anybody.
			this.body.onErrorComplete((error) -> isDisposed()).subscribe(this);
		});
	}

	/** What the body says, or {@code null} if it has not ended yet. */
	@Nullable EnvelopeVerdict verdict() {
		return this.verdict;
	}

	/** Whether this is a stream, which may go on as long as it likes. */
	boolean isStream() {
		return this.inspection.isStream();
	}

	/** Whether its reader has had everything that matters, although it has not ended. */
	boolean isFinished() {
		return this.inspection.isFinished();
	}

	/** Whether it is something that cannot be read. */
	boolean isGivenUp() {
		return this.inspection.isGivenUp();
	}

	/** Whether it is read as it comes. */
	boolean isPlain() {
		return this.inspection.isPlain();
	}

	/** What went wrong while it was looked at, if anything did. */
	@Nullable LibraryFault fault() {
		return this.inspection.fault();
	}

	/** Whether it still is as it came. */
	boolean isUntouched() {
		return !this.emptied && !this.unwrap;
	}

	/**
	 * Say how it is read.
	 * @param unwrap whether to pass on the content of {@code Response} only
	 * @param judge turns the verdict on a body that ends late into an error, or into
	 * {@code null} if it is fine
	 */
	void handOn(boolean unwrap, Function<EnvelopeVerdict, @Nullable Throwable> judge) {
		// A whole body without a content is one of the older form, which has no wrapping.
		this.unwrap = unwrap && (this.verdict == null || this.inspection.hasContent());
		this.judge = judge;
		if (this.unwrap) {
			narrow();
		}
	}

	Flux<DataBuffer> content() {
		return Flux.defer(this::open).doOnDiscard(DataBuffer.class, DataBufferUtils::release);
	}

	private Flux<DataBuffer> open() {
		if (!this.read.compareAndSet(false, true)) {
			return Flux.error(new IllegalStateException("The body has been read already"));
		}
		HeldBuffers rest = this.rest;
		if (rest != null) {
			take().forEach(rest::addHeld);
			return rest;
		}
		HeldBuffers all = new HeldBuffers(this, take());
		all.end(null);
		return all;
	}

	/** Let go of a body that nobody reads. Does nothing if somebody does. */
	void abandon() {
		synchronized (this) {
			if (this.handedOver) {
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
		request(1);
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		this.inspection.inspect(buffer);
		long offset = this.size;
		this.size += buffer.readableByteCount();
		if (this.inspection.endsWithError() && this.inspection.hasError()) {
			breakOff(buffer, offset);
		}
		else if (this.rest != null) {
			emit(this.rest, buffer, offset);
		}
		else if (!keep(buffer)) {
			dropped();
		}
		else if (waits()) {
			if (this.signOfLife != null && this.inspection.isAlive()) {
				this.signOfLife.run();
			}
			request(1);
		}
		else if (this.inspection.hasError()) {
			outgrownByError();
		}
		else {
			handOver();
		}
	}

	/** What nobody can look at any more has nothing to wait for. */
	private boolean waits() {
		return !this.inspection.isOverLimit() && !this.inspection.hasBegun() && !this.inspection.isGivenUp()
				&& fault() == null;
	}

	@Override
	protected void hookOnComplete() {
		EnvelopeVerdict verdict = this.inspection.end();
		if (this.rest == null) {
			this.verdict = verdict;
			waiting().success(this);
			return;
		}
		this.rest.end((verdict != null) ? judged(verdict) : null);
	}

	/** Its reader has had all of it, so a fault of ours takes nothing away from it. */
	private @Nullable Throwable judged(EnvelopeVerdict verdict) {
		try {
			return this.judge.apply(handedOn(verdict));
		}
		catch (RuntimeException | LinkageError ex) {
			this.inspection.failed(ex);
			return null;
		}
	}

	/** Of a body whose content has never begun its reader got nothing. */
	private EnvelopeVerdict handedOn(EnvelopeVerdict verdict) {
		return (this.unwrap && verdict instanceof EnvelopeVerdict.Success && !this.inspection.hasContent())
				? new EnvelopeVerdict.Malformed("it has no Response object") : verdict;
	}

	@Override
	protected void hookOnError(Throwable error) {
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
		if (this.rest != null && this.cancelled != null) {
			this.cancelled.run();
		}
	}

	@Override
	protected void hookFinally(SignalType type) {
		this.inspection.close();
	}

	private void outgrownByError() {
		if (this.keeping) {
			this.verdict = this.inspection.breakOff();
			handOver();
			return;
		}
		// The verdict is all that anybody needs, so the bytes may go.
		take().forEach(DataBufferUtils::release);
		this.emptied = true;
		dropped();
	}

	private void dropped() {
		if (this.emptied && this.inspection.isSettled()) {
			cancel();
			hookOnComplete();
		}
		else {
			request(1);
		}
	}

	private void handOver() {
		this.rest = new HeldBuffers(this, new ConcurrentLinkedQueue<>());
		waiting().success(this);
	}

	private MonoSink<HeldBody> waiting() {
		return Objects.requireNonNull(this.sink);
	}

	/** A stream that has told of an error need not come to its end. */
	private void breakOff(DataBuffer buffer, long offset) {
		if (this.rest != null) {
			emit(this.rest, buffer, offset);
		}
		else {
			keep(buffer);
		}
		this.inspection.breakOff();
		cancel();
		hookOnComplete();
	}

	private void emit(HeldBuffers rest, DataBuffer buffer, long offset) {
		DataBuffer content;
		try {
			content = this.unwrap ? this.inspection.content(buffer, offset) : buffer;
		}
		catch (LibraryFault fault) {
			DataBufferUtils.release(buffer);
			cancel();
			rest.end(fault);
			return;
		}
		if (content == null) {
			request(1);
		}
		else {
			rest.add(content);
		}
	}

	private synchronized boolean keep(DataBuffer buffer) {
		if (this.handedOver) {
			DataBufferUtils.release(buffer);
			return false;
		}
		return this.held.add(buffer);
	}

	private synchronized Queue<DataBuffer> take() {
		this.handedOver = true;
		Queue<DataBuffer> buffers = new ArrayDeque<>(this.held);
		this.held.clear();
		return buffers;
	}

	/** What cannot be narrowed is still held, and so it is let go with the others. */
	private synchronized void narrow() {
		long offset = 0;
		for (ListIterator<DataBuffer> buffers = this.held.listIterator(); buffers.hasNext();) {
			DataBuffer buffer = buffers.next();
			int size = buffer.readableByteCount();
			DataBuffer content = this.inspection.content(buffer, offset);
			if (content == null) {
				buffers.remove();
			}
			else {
				buffers.set(content);
			}
			offset += size;
		}
	}

}
