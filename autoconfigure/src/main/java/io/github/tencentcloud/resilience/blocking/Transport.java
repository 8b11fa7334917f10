package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.util.function.Consumer;

import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.AttemptLimit;

/**
 * Sends attempts over one kind of HTTP client, each as a request of its own.
 */
public interface Transport {

	/**
	 * Send an attempt, and wait until the headers of its response are there.
	 * @param attempt says where it goes, who signs it, and how long it may take
	 * @param canceller is told how the exchange can be cancelled by another thread, as
	 * soon as there is a way; if it never is, the thread that sends is interrupted, and
	 * the body closed
	 * @return the response, whose body is still to be read
	 * @throws IOException if the exchange fails
	 * @throws RequestFault if the request itself cannot be made, so that nothing was sent
	 */
	Received send(Attempt attempt, Consumer<Runnable> canceller) throws IOException;

	/**
	 * Whether the client itself gives up when nothing has come for as long as
	 * {@link AttemptLimit#readTimeout()} says, before the headers as in the body. If not,
	 * a watch interrupts the thread that sends, and closes the body under the one that
	 * reads.
	 * @return {@code true} if nobody has to watch it, as long as the call has time left
	 */
	boolean limitsSilence();

	/**
	 * What goes wrong with a request before any client has it in its hands. The caller
	 * gets the cause.
	 */
	final class RequestFault extends RuntimeException {

		/** The cause, which is never missing. */
		private final Exception fault;

		/**
		 * Create it.
		 * @param fault what went wrong
		 */
		public RequestFault(Exception fault) {
			super(fault);
			this.fault = fault;
		}

		Exception fault() {
			return this.fault;
		}

	}

}
