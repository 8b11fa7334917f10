package io.github.tencentcloud.resilience.blocking;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link Thrown}. What real clients throw is in
 * {@code RequestFactoryErrorsTests}.
 */
class ThrownTests {

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	static Arguments[] codes() {
		return new Arguments[] { arguments("LibraryError", LibraryFault.of(new IllegalStateException("ours"))),
				arguments("LibraryError", new IOException(LibraryFault.of(new IOException("reset")))),
				arguments("CredentialError", new CredentialsException("none")),
				arguments("CredentialError", new IOException(new CredentialsException("none", new IOException()))),
				arguments("CredentialError", new Transport.RequestFault(new CredentialsException("none"))),
				arguments("RequestError", new Transport.RequestFault(new ConnectException("refused"))),
				arguments("RequestError", new IllegalStateException("of an interceptor")),
				arguments("RequestError", new IOException("wrapped", new IllegalArgumentException("no header"))),
				arguments("ParseJsonError", new ZipException("damaged")),
				arguments("ParseJsonError", new EOFException("Unexpected end of ZLIB input stream")),
				arguments("RequestError", new IllegalStateException(new ZipException("of another body"))),
				arguments("NetworkError.Reset", new IOException("reset")),
				arguments("NetworkError.ConnectRefused", new IOException(new ConnectException("refused"))),
				arguments("NetworkError.ReadTimeout", new SocketTimeoutException("Read timed out")),
				arguments("NetworkError.ReadTimeout", new IOException(new TimeoutException("of Jetty"))) };
	}

	@ParameterizedTest
	@MethodSource("codes")
	void codeOfWhatEndedAnExchange(String code, Throwable error) {
		assertThat(Thrown.code(error)).isEqualTo("ClientError." + code);
	}

	static Throwable[] interruptions() {
		return new Throwable[] { new IOException(new InterruptedException()), new InterruptedIOException(),
				new IllegalStateException(new InterruptedException()),
				new IOException(new ClosedByInterruptException()) };
	}

	@ParameterizedTest
	@MethodSource("interruptions")
	void interruptThatTheClientTookIsSetAgain(Throwable error) {
		assertThat(Thrown.isInterruption(error)).isTrue();
		assertThat(Thread.interrupted()).isTrue();
	}

	static Throwable[] others() {
		return new Throwable[] { new IOException("reset"), new SocketTimeoutException("Read timed out"),
				new InterruptedIOException("timeout"), new IllegalStateException() };
	}

	@ParameterizedTest
	@MethodSource("others")
	void othersAreNoneUnlessTheThreadHasBeenInterrupted(Throwable error) {
		assertThat(Thrown.isInterruption(error)).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		Thread.currentThread().interrupt();
		assertThat(Thrown.isInterruption(error)).isTrue();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void checkedOnesAreThoseOfTheExchange() {
		IOException io = new IOException("io");
		IllegalStateException unchecked = new IllegalStateException("unchecked");
		AssertionError error = new AssertionError("error");
		TimeoutException checked = new TimeoutException("checked");
		assertThatThrownBy(() -> Thrown.unchecked(io)).isSameAs(io);
		assertThatThrownBy(() -> Thrown.unchecked(unchecked)).isSameAs(unchecked);
		assertThatThrownBy(() -> Thrown.unchecked(error)).isSameAs(error);
		assertThatThrownBy(() -> Thrown.unchecked(checked)).isInstanceOf(IOException.class)
			.hasMessage("checked")
			.hasCause(checked);
	}

}
