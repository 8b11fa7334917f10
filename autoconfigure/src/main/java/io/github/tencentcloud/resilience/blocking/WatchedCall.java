package io.github.tencentcloud.resilience.blocking;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.engine.ObservedCall;

/**
 * Looks on as a call in mode {@code observe} goes over a client that blocks. What it
 * fails to look at goes on as it is.
 */
public final class WatchedCall {

	private final ObservedCall call;

	/**
	 * Create it.
	 * @param call is told what comes
	 */
	public WatchedCall(ObservedCall call) {
		this.call = call;
	}

	/**
	 * Send the one request of this call.
	 * @param uri where it goes
	 * @param sending sends it
	 * @return what came, with a body that is looked at as it is read
	 * @throws IOException if the exchange fails
	 */
	public Delivery run(URI uri, Callable<? extends Received> sending) throws IOException {
		try {
			return watch(this.call.sent(uri).call(sending::call));
		}
		catch (Exception ex) {
			this.call.ended(() -> broken(ex));
			throw Thrown.unchecked((ex instanceof Transport.RequestFault fault) ? fault.fault() : ex);
		}
		catch (Error ex) {
			this.call.ended(Answer::cancelled);
			throw ex;
		}
	}

	private static Answer broken(Throwable error) {
		return Thrown.isInterruption(error) ? Answer.cancelled() : Answer.error(Thrown.code(error), error);
	}

	private Delivery watch(Received received) throws IOException {
		InputStream body = received.body();
		try {
			BodyJudge judge = this.call.judge(received.head());
			if (judge.isReading()) {
				body = new WatchedBody(body, judge, received);
			}
			else {
				this.call.ended(judge::answer);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.call.ended(() -> Answer.fault(ex, received.head()));
		}
		return new Delivery(received, body, false, null);
	}

	private final class WatchedBody extends FilterInputStream {

		private static final int SKIPPED = 2048;

		private final BodyJudge judge;

		private final Received received;

		private final long length;

		private long size;

		WatchedBody(InputStream body, BodyJudge judge, Received received) {
			super(body);
			this.judge = judge;
			this.received = received;
			this.length = received.head().contentLength();
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
		}

		@Override
		public int read(byte[] bytes, int from, int count) throws IOException {
			if (count == 0) {
				// Jetty would wait.
				return 0;
			}
			int read;
			try {
				read = super.read(bytes, from, count);
			}
			catch (IOException | RuntimeException ex) {
				WatchedCall.this.call.ended(() -> Thrown.isInterruption(ex) ? Answer.cancelled()
						: Answer.error(Thrown.code(ex), ex, this.received.head()));
				throw ex;
			}
			if (read < 0) {
				WatchedCall.this.call.ended(this.judge::end);
			}
			else {
				this.size += read;
				this.judge.read(List.of(ByteBuffer.wrap(bytes, from, read)).iterator());
				if (this.judge.isDecided()) {
					WatchedCall.this.call.ended(this.judge::answer);
				}
			}
			return read;
		}

		/** What is skipped is looked at too. */
		@Override
		public long skip(long count) throws IOException {
			int read = read(new byte[(int) Math.max(0, Math.min(count, SKIPPED))]);
			return Math.max(read, 0);
		}

		@Override
		public boolean markSupported() {
			return false;
		}

		@Override
		public void close() {
			WatchedCall.this.call.ended(() -> {
				Answer answer = this.judge.stopped(this.size == this.length);
				return (answer != null) ? answer : Answer.cancelled();
			});
			this.judge.close();
			this.received.close();
		}

	}

}
