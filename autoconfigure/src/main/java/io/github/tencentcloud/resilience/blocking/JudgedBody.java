package io.github.tencentcloud.resilience.blocking;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.engine.BodyJudge.Hold;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.Step;

/**
 * The body of a guarded response: held back for as long as its judge says so, and judged
 * as it goes on when it is read by the caller, straight into the caller's own array.
 *
 * <p>
 * One thread at a time reads and closes. The alarms for bodies that nobody reads come on
 * another one, and only one of the two wins.
 */
final class JudgedBody extends InputStream {

	private enum Use {

		/** Nobody has asked for a byte yet. */
		UNREAD,

		/** Whoever has it is at it just now. */
		BUSY,

		/** It has been begun, and whoever has it may come back. */
		BEGUN,

		/** Nothing more comes, so there is nothing to wait for. */
		ENDED,

		/** Nobody began to read it in time, so it has been closed. */
		FORGOTTEN,

		/** Whoever began to read it had not come back when its call was over. */
		LEFT

	}

	private static final Time.Alarm NEVER = () -> {
	};

	private final Call call;

	private final Attempt attempt;

	private final BodyJudge judge;

	private final Received received;

	private final AttemptWatch watch;

	private final HeldBytes held;

	/** What the body has to come to, if nothing changes it on the way, or -1. */
	private final long length;

	private @Nullable InputStream source;

	/** How many bytes have come from the source. */
	private long size;

	/** Bytes are still to come, and the judge looks at them. */
	private boolean judging;

	/** Bytes may still come. */
	private boolean open = true;

	private boolean unwrap;

	/** Whoever had it wants no more of it. */
	private boolean closed;

	/** To be thrown when somebody asks for more. */
	private @Nullable Exception badEnd;

	private final AtomicReference<Use> use = new AtomicReference<>(Use.UNREAD);

	private volatile Time.Alarm alarm = NEVER;

	private @Nullable Abandoned abandoned;

	JudgedBody(Call call, Attempt attempt, BodyJudge judge, Received received, AttemptWatch watch) {
		this.call = call;
		this.attempt = attempt;
		this.judge = judge;
		this.received = received;
		this.watch = watch;
		this.length = judge.isDecoded() ? -1 : received.head().contentLength();
		this.held = new HeldBytes(this.length);
	}

	/**
	 * Wait for the answer: the body has ended, or is released before its end.
	 * @throws SilenceException if that takes longer than the attempt may
	 */
	Answer arrive() throws IOException {
		if (!this.judge.isReading()) {
			this.watch.released();
			return this.judge.answer();
		}
		if (this.judge.isStream() && this.attempt.limit().streamBegan()) {
			this.watch.comesNearer();
		}
		Answer answer = hold();
		if (this.watch.released()) {
			releaseMemory();
			throw new SilenceException();
		}
		if (!this.judging) {
			over();
		}
		if (answer.isFault() || !answer.response()) {
			return asItCame(answer);
		}
		try {
			this.unwrap = this.judge.unwraps();
			if (this.unwrap) {
				this.held.narrow(this.judge.contentStart(), this.judge.contentEnd());
			}
			return answer;
		}
		catch (RuntimeException | LinkageError ex) {
			return asItCame(answer.withFault(this.judge.failed(ex)));
		}
	}

	/** The answer as it came, unless its bytes have been touched or are gone. */
	private Answer asItCame(Answer answer) {
		return (answer.response() && !this.unwrap && !this.held.isEmptied()) ? answer : answer.withoutResponse();
	}

	private Answer hold() throws IOException {
		try {
			return held();
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			releaseMemory();
			throw ex;
		}
	}

	private Answer held() throws IOException {
		InputStream source = source();
		while (true) {
			ByteBuffer room = this.held.room();
			// One byte more than may be held tells that there are more.
			long missing = this.held.isEmptied() ? Integer.MAX_VALUE : Math.max(this.attempt.holdBack() - this.size, 0);
			int most = (missing < room.remaining()) ? (int) missing + 1 : room.remaining();
			int count = read(source, room.array(), room.position(), most);
			if (count < 0) {
				return this.judge.end();
			}
			Hold hold = look(room.array(), room.position(), count);
			this.held.add(count);
			switch (hold) {
				case KEEP -> goOn();
				case DROP -> {
					this.held.empty();
					goOn();
				}
				case STOP -> {
					return this.judge.end();
				}
				case RELEASE -> {
					this.judging = true;
					return this.judge.answer();
				}
			}
		}
	}

	/**
	 * Some clients raise unchecked errors while a body is read, and some do not notice
	 * that it is shorter than it was said to be. The JDK's old client drops the body of a
	 * 401 or 407 and keeps its length, and there the status says it all.
	 */
	private int read(InputStream source, byte[] bytes, int from, int count) throws IOException {
		int read;
		try {
			read = source.read(bytes, from, count);
		}
		catch (RuntimeException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
		if (read < 0 && this.size < this.length && (this.size > 0 || this.received.head().isSuccessful())) {
			throw new EOFException("The body ended after " + this.size + " of " + this.length + " bytes");
		}
		return read;
	}

	private void goOn() throws SilenceException {
		if (this.judge.isStream() && this.judge.isAlive()) {
			this.attempt.limit().keepAlive();
		}
		if (this.attempt.limit().hasPassed()) {
			throw new SilenceException();
		}
	}

	private InputStream source() throws IOException {
		InputStream source = this.source;
		if (source == null) {
			InputStream body = this.received.body();
			source = this.judge.isDecoded() ? new GunzipStream(body) : body;
			this.source = source;
		}
		return source;
	}

	private Hold look(byte[] bytes, int from, int count) {
		this.size += count;
		return this.judge.read(List.of(ByteBuffer.wrap(bytes, from, count)).iterator());
	}

	/**
	 * Nothing more comes, so the connection may go. Over HTTP/2 the last byte may come
	 * long before the end that a client waits for to be closed, so it is watched, too.
	 */
	private void over() {
		boolean endless = isEndless();
		this.open = false;
		this.judging = false;
		this.alarm.cancel();
		if (this.abandoned != null) {
			this.abandoned.forget();
		}
		releaseMemory();
		this.watch.reading(endless);
		this.received.close();
		this.watch.over();
	}

	/** Decoders hold memory that no collector sees. */
	private void releaseMemory() {
		this.judge.close();
		if (this.source instanceof GunzipStream gunzip) {
			gunzip.release();
		}
	}

	/** Whether the caller gets other bytes than were sent. */
	boolean isChanged() {
		return this.unwrap || this.judge.isDecoded();
	}

	/**
	 * The caller has it now. If something is still to come, it should not wait for ever:
	 * not for somebody who never begins to read, nor, beyond the end of the call, for
	 * somebody who stops in the middle. A stream has no end that could be waited for, so
	 * it ends when nobody has it any more.
	 */
	void handOver() {
		if (!this.open) {
			return;
		}
		boolean endless = isEndless();
		if (endless || !this.attempt.limit().isSet()) {
			this.abandoned = Abandoned.watch(this, this.call, this.attempt, this.received);
		}
		if (this.attempt.limit().isSet()) {
			try {
				this.alarm = this.attempt.limit().whenUnread(() -> unread(endless));
			}
			catch (RuntimeException | LinkageError ex) {
				// Nothing is timed any more, but there is an answer.
			}
		}
	}

	/** On the thread of an alarm, which must not wait for a client to close anything. */
	private void unread(boolean endless) {
		if (this.use.compareAndSet(Use.UNREAD, Use.FORGOTTEN)) {
			this.call.cancelled(this.attempt);
			this.held.clear();
			letGo();
		}
		else if (!endless) {
			this.alarm = this.attempt.limit().whenCallIsOver(this::left);
		}
	}

	/** Also on the thread of an alarm. Who reads just then is told by what it reads. */
	private void left() {
		if (this.use.compareAndSet(Use.BEGUN, Use.LEFT)) {
			this.call.ended(this.attempt, this.attempt.callTimedOut());
			letGo();
		}
	}

	private void letGo() {
		releaseMemory();
		AttemptWatch.close(this.received);
	}

	/** Whether the caller still has it, and no alarm may end it until it is put down. */
	private boolean take() {
		Use use = this.use.get();
		while ((use == Use.UNREAD || use == Use.BEGUN) && !this.use.compareAndSet(use, Use.BUSY)) {
			use = this.use.get();
		}
		use = this.use.get();
		return use == Use.BUSY || use == Use.ENDED;
	}

	private void putDown() {
		this.use.set(this.open ? Use.BEGUN : Use.ENDED);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] bytes, int from, int count) throws IOException {
		if (count == 0) {
			return 0;
		}
		if (!take()) {
			throw tooLate();
		}
		try {
			return taken(bytes, from, count);
		}
		finally {
			putDown();
		}
	}

	private int taken(byte[] bytes, int from, int count) throws IOException {
		if (this.badEnd != null) {
			throw Thrown.unchecked(this.badEnd);
		}
		if (this.closed) {
			throw new IOException("The body has been closed");
		}
		int known = this.held.read(bytes, from, count);
		while (known == 0 && this.open) {
			known = more(bytes, from, count);
		}
		return (known == 0) ? -1 : known;
	}

	private IOException tooLate() throws IOException {
		if (this.use.get() == Use.LEFT) {
			throw callIsOver();
		}
		Exception error = this.attempt.limit().unreadException();
		throw failed(Answer.error(ClientErrors.CALL_TIMEOUT, error), error);
	}

	private IOException callIsOver() throws IOException {
		Answer answer = this.attempt.callTimedOut();
		throw failed(answer, new IOException(answer.message()));
	}

	/** Read on: how many bytes there are for the caller, which may be none of these. */
	private int more(byte[] bytes, int from, int count) throws IOException {
		int read;
		try {
			this.watch.reading(isEndless());
			read = read(source(), bytes, from, count);
		}
		catch (IOException | RuntimeException ex) {
			throw this.watch.read() ? silent() : broken(ex);
		}
		if (this.watch.read()) {
			throw silent();
		}
		if (read < 0) {
			end();
			return 0;
		}
		long offset = this.size;
		if (!this.judging) {
			this.size += read;
			return checked(read);
		}
		Hold hold = look(bytes, from, read);
		int kept = this.unwrap ? narrow(bytes, from, read, offset) : read;
		if (this.size == this.length || hold == Hold.STOP) {
			return atEnd(kept);
		}
		return checked(kept);
	}

	/**
	 * Who knows the length reads no further, and of what follows the error of a stream
	 * nothing matters, so the end shows now. If it is bad, the last byte is kept, so that
	 * there is something left to ask for.
	 */
	private int atEnd(int kept) throws IOException {
		try {
			end();
			return kept;
		}
		catch (IOException | RuntimeException ex) {
			if (kept <= 1) {
				throw ex;
			}
			this.badEnd = ex;
			return kept - 1;
		}
	}

	/** A stream may go on as long as it likes; anything else is part of the call. */
	private int checked(int kept) throws IOException {
		if (!isEndless() && this.attempt.limit().isCallOver()) {
			over();
			throw callIsOver();
		}
		return kept;
	}

	private boolean isEndless() {
		return this.judging && this.judge.isStream();
	}

	private IOException silent() throws IOException {
		checked(0);
		return broken(new SocketTimeoutException(this.attempt.limit().idleException().getMessage()));
	}

	private int narrow(byte[] bytes, int from, int count, long offset) throws IOException {
		try {
			int start = HeldBytes.within(this.judge.contentStart(), offset, count);
			int end = HeldBytes.within(this.judge.contentEnd(), offset, count);
			if (start >= end) {
				return 0;
			}
			if (start > 0) {
				System.arraycopy(bytes, from + start, bytes, from, end - start);
			}
			return end - start;
		}
		catch (RuntimeException | LinkageError ex) {
			throw broken(this.judge.failed(ex));
		}
	}

	private void end() throws IOException {
		boolean judged = this.judging;
		Answer answer = judged ? this.judge.end() : null;
		over();
		if (answer != null && this.call.ended(this.attempt, answer) instanceof Step.Fail fail) {
			throw Thrown.unchecked(fail.error());
		}
	}

	private IOException broken(Throwable error) throws IOException {
		boolean judged = this.judging;
		over();
		if (!judged) {
			throw Thrown.unchecked(error);
		}
		if (Thrown.isInterruption(error)) {
			throw Thrown.unchecked(this.call.interrupted(error));
		}
		throw failed(BlockingCall.answer(this.attempt, error), error);
	}

	private IOException failed(Answer answer, Throwable error) throws IOException {
		throw Thrown
			.unchecked((this.call.ended(this.attempt, answer) instanceof Step.Fail fail) ? fail.error() : error);
	}

	@Override
	public int available() throws IOException {
		if (!take()) {
			return 0;
		}
		try {
			return this.held.available();
		}
		finally {
			putDown();
		}
	}

	@Override
	public void close() {
		if (take()) {
			try {
				stop();
			}
			finally {
				putDown();
			}
		}
	}

	private void stop() {
		this.closed = true;
		this.held.clear();
		if (!this.open) {
			return;
		}
		if (this.judging) {
			Answer answer = this.judge.stopped(this.size == this.length);
			if (answer != null) {
				this.call.ended(this.attempt, answer);
			}
			else {
				this.call.cancelled(this.attempt);
			}
		}
		over();
	}

}
