package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.engine.NetworkErrors;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * Makes sense of what an HTTP client that blocks throws.
 */
final class Thrown {

	private Thrown() {
	}

	/** The code of what ended an exchange. */
	static String code(Throwable error) {
		List<Throwable> causes = Causes.of(error);
		if (causes.stream().anyMatch(LibraryFault.class::isInstance)) {
			return ClientErrors.LIBRARY;
		}
		if (causes.stream().anyMatch(CredentialsException.class::isInstance)) {
			return ClientErrors.CREDENTIAL;
		}
		if (error instanceof Transport.RequestFault) {
			return ClientErrors.REQUEST;
		}
		// Only what is to be caught comes from the exchange for certain.
		boolean ofClient = error instanceof IOException;
		if (ofClient && causes.stream().anyMatch(NetworkErrors::isDamaged)) {
			return ClientErrors.PARSE_JSON;
		}
		String code = NetworkErrors.code(causes, ofClient);
		return (code != null) ? code : ClientErrors.REQUEST;
	}

	/**
	 * Whether it comes of an interrupt of the caller's thread. Some clients leave that
	 * set and others do not; afterwards it is.
	 */
	static boolean isInterruption(Throwable error) {
		if (Thread.currentThread().isInterrupted()) {
			return true;
		}
		for (Throwable cause : Causes.of(error)) {
			if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException
					|| (cause.getClass() == InterruptedIOException.class && !"timeout".equals(cause.getMessage()))) {
				Thread.currentThread().interrupt();
				return true;
			}
		}
		return false;
	}

	/**
	 * Throw what a call ended with. Checked ones are those of the exchange, and
	 * {@code IOException} is what its clients expect.
	 */
	static RuntimeException unchecked(Throwable error) throws IOException {
		if (error instanceof IOException io) {
			throw io;
		}
		if (error instanceof RuntimeException unchecked) {
			throw unchecked;
		}
		if (error instanceof Error fatal) {
			throw fatal;
		}
		throw new IOException(error.getMessage(), error);
	}

}
