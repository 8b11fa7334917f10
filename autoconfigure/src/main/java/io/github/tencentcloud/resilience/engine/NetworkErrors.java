package io.github.tencentcloud.resilience.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.ClientErrors;

/**
 * Knows the exceptions with which HTTP clients report network errors. Those that are not
 * the JDK's are recognised by name, since no client has to be on the class path. An
 * exception that is not known here is not a network error.
 */
public final class NetworkErrors {

	private static final String NETWORK = ClientErrors.NETWORK_ERROR + ".";

	/**
	 * The code of an answer that did not come in time.
	 */
	public static final String READ_TIMEOUT = NETWORK + "ReadTimeout";

	/** The codes of errors that happen before a request has left. */
	private static final Set<String> NEVER_SENT = Set.of(NETWORK + "ConnectTimeout", NETWORK + "ConnectRefused",
			NETWORK + "Dns", NETWORK + "Tls", NETWORK + "PoolAcquireTimeout", NETWORK + "Unreachable");

	private static final String SILENCE = "ReadTimeout";

	private static final String CONNECT_REFUSED = "ConnectRefused";

	private static final String RESET = "Reset";

	/** The packages of HTTP clients. */
	private static final List<String> CLIENTS = List.of("io.netty.", "reactor.netty.", "reactor.pool.",
			"org.apache.hc.", "org.eclipse.jetty.", "jdk.internal.net.http.");

	/** The parts of HTTP clients that parse an answer. */
	private static final List<String> PARSERS = List.of("io.netty.handler.codec.http.HttpObjectDecoder",
			"io.netty.handler.codec.http2.", "org.apache.hc.core5.http.impl.nio.", "org.apache.hc.core5.http2.impl.",
			"org.eclipse.jetty.http.HttpParser", "org.eclipse.jetty.client.transport.internal.HttpReceiver",
			"jdk.internal.net.http.Http1Response", "jdk.internal.net.http.Http1HeaderParser",
			"jdk.internal.net.http.ResponseContent", "jdk.internal.net.http.Stream", "jdk.internal.net.http.frame.",
			"jdk.internal.net.http.hpack.");

	/** The parts of HTTP clients that check a request just before it is sent. */
	private static final List<String> WRITERS = List.of("org.apache.hc.core5.http.protocol.Request",
			"org.apache.hc.core5.http2.protocol.H2Request", "org.apache.hc.client5.http.protocol.Request");

	private static final List<String> JDK = List.of("java.", "jdk.", "sun.");

	/** Exceptions of HTTP clients that say something about the request. */
	private static final Set<String> OF_REQUEST = Set.of("UnsupportedSchemeException");

	private NetworkErrors() {
	}

	/**
	 * The network error behind an exception. The outermost cause that is known decides,
	 * except that a broken or refused connection says less than what broke it.
	 * @param causes the error and its causes
	 * @param ofClient whether an HTTP client is known to have raised it
	 * @return the code, or {@code null} if it is not a network error
	 */
	public static @Nullable String code(List<Throwable> causes, boolean ofClient) {
		String detail = detail(causes, ofClient);
		return (detail != null) ? NETWORK + detail : null;
	}

	private static @Nullable String detail(List<Throwable> causes, boolean ofClient) {
		String detail = null;
		for (Throwable t : causes) {
			String inner = detailOf(t, ofClient);
			if (inner != null && (detail == null || detail.equals(RESET)
					|| (detail.equals(CONNECT_REFUSED) && !inner.equals(RESET)))) {
				detail = inner;
			}
		}
		return detail;
	}

	private static @Nullable String detailOf(Throwable t, boolean ofClient) {
		String name = t.getClass().getSimpleName();
		if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
			return "Dns";
		}
		if (isFullPool(t, name)) {
			return "PoolAcquireTimeout";
		}
		if (isConnectTimeout(t, name)) {
			return "ConnectTimeout";
		}
		if (isUnreachable(t)) {
			return "Unreachable";
		}
		if (t instanceof ConnectException) {
			return CONNECT_REFUSED;
		}
		if (isHandshake(t, name)) {
			return "Tls";
		}
		if (isSilence(t, name)) {
			return SILENCE;
		}
		return (isBroken(t, name) || (ofClient && isPlain(t)) || isOfParser(t)) ? RESET : null;
	}

	private static boolean isFullPool(Throwable t, String name) {
		return isOfClient(t)
				&& (name.startsWith("PoolAcquire") || name.equals("ConnectionRequestTimeoutException")
						|| name.equals("DeadlineTimeoutException"))
				|| (t instanceof RejectedExecutionException && isThrownBy(t, List.of("org.eclipse.jetty.client.")));
	}

	private static boolean isConnectTimeout(Throwable t, String name) {
		return t instanceof HttpConnectTimeoutException || (isOfClient(t) && name.equals("ConnectTimeoutException"))
				|| (t instanceof SocketTimeoutException
						&& ("Connect timed out".equalsIgnoreCase(t.getMessage()) || isJettyConnectTimeout(t)));
	}

	private static boolean isJettyConnectTimeout(Throwable t) {
		return "Connect Timeout".equals(t.getMessage()) && isThrownBy(t, List.of("org.eclipse.jetty.io."));
	}

	/**
	 * An established connection can fail with the same message, and then the request may
	 * have been sent.
	 */
	private static boolean isUnreachable(Throwable t) {
		return t instanceof NoRouteToHostException || (t instanceof SocketException && t.getMessage() != null
				&& t.getMessage().contains("unreachable") && isThrownIn(t, "sun.nio.ch.", "connect"));
	}

	/**
	 * Netty adds an interrupted handshake as suppressed to whatever interrupted it. A
	 * plain socket throws only what interrupted it.
	 */
	private static boolean isHandshake(Throwable t, String name) {
		if (t instanceof SSLHandshakeException || t instanceof SSLPeerUnverifiedException
				|| name.equals("NotSslRecordException") || (t instanceof SSLException && isPlaintext(t))
				|| (t instanceof IOException && isThrownIn(t, "sun.security.ssl.SSLSocketImpl", "startHandshake"))) {
			return true;
		}
		for (Throwable suppressed : t.getSuppressed()) {
			if (t instanceof ClosedChannelException && suppressed instanceof SSLHandshakeException) {
				return true;
			}
		}
		return false;
	}

	/** The JDK says this only about the first TLS record of a connection. */
	private static boolean isPlaintext(Throwable t) {
		return "Unrecognized SSL message, plaintext connection?".equals(t.getMessage())
				|| "Unsupported or unrecognized SSL message".equals(t.getMessage());
	}

	private static boolean isSilence(Throwable t, String name) {
		return t.getClass() == TimeoutException.class || t instanceof HttpTimeoutException
				|| t instanceof SocketTimeoutException || (isOfClient(t) && name.endsWith("TimeoutException"))
				|| isClosedStream(t) || isTimeoutOfOkHttp(t);
	}

	/** The call timeout; any other message means that the thread was interrupted. */
	private static boolean isTimeoutOfOkHttp(Throwable t) {
		return t.getClass() == InterruptedIOException.class && "timeout".equals(t.getMessage());
	}

	/**
	 * When the read timeout expires, Spring closes the response body of the JDK's client,
	 * and the reader learns nothing else. A broken connection has another cause.
	 */
	private static boolean isClosedStream(Throwable t) {
		if (t.getClass() != IOException.class || t.getMessage() == null) {
			return false;
		}
		return (t.getMessage().endsWith(" cancelled") && isThrownIn(t, "jdk.internal.net.http.", ""))
				|| (t.getMessage().equals("closed") && t.getCause() == null
						&& isThrownIn(t, "jdk.internal.net.http.ResponseSubscribers$HttpResponseInputStream", ""));
	}

	private static boolean isBroken(Throwable t, String name) {
		return t instanceof SocketException || t instanceof ProtocolException || t instanceof ClosedChannelException
				|| t instanceof SSLException
				|| (isOfClient(t) && ((t instanceof IOException && !OF_REQUEST.contains(name))
						|| name.equals("AbortedException")))
				|| t.getClass().getName().startsWith("io.netty.handler.codec.http2.");
	}

	/**
	 * File access raises these, too. HTTP clients and Spring also wrap arbitrary
	 * exceptions in one; then only the cause counts.
	 */
	private static boolean isPlain(Throwable t) {
		return (t.getCause() == null || t.getCause() instanceof IOException)
				&& (t.getClass() == IOException.class || t.getClass() == EOFException.class);
	}

	/** Whether the answer was not HTTP, or violated it. */
	private static boolean isOfParser(Throwable t) {
		return isThrownBy(t, PARSERS);
	}

	private static boolean isOfClient(Throwable t) {
		return startsWith(t.getClass().getName(), CLIENTS);
	}

	/**
	 * Whether an HTTP client threw this in one of these parts. Only the topmost frames,
	 * those of the client itself, count: code that handles an answer or creates a request
	 * is called by the client, or calls it.
	 */
	private static boolean isThrownBy(Throwable t, List<String> parts) {
		for (StackTraceElement frame : trace(t)) {
			String name = frame.getClassName();
			if (startsWith(name, parts)) {
				return true;
			}
			if (startsWith(name, WRITERS) || (!startsWith(name, CLIENTS) && !startsWith(name, JDK))) {
				return false;
			}
		}
		return false;
	}

	/** Whether the JDK threw this in a method whose name starts like this. */
	private static boolean isThrownIn(Throwable t, String type, String method) {
		for (StackTraceElement frame : t.getStackTrace()) {
			if (frame.getClassName().startsWith(type) && frame.getMethodName().startsWith(method)) {
				return true;
			}
			if (!startsWith(frame.getClassName(), JDK)) {
				return false;
			}
		}
		return false;
	}

	/**
	 * Reactor leaves only the first frame, and keeps the others in a suppressed
	 * exception.
	 */
	private static StackTraceElement[] trace(Throwable t) {
		StackTraceElement[] trace = t.getStackTrace();
		for (Throwable suppressed : t.getSuppressed()) {
			if (trace.length == 1 && isTraceback(suppressed) && suppressed.getStackTrace().length > 1) {
				return suppressed.getStackTrace();
			}
		}
		return trace;
	}

	private static boolean isTraceback(Throwable t) {
		return t.getClass().getName().startsWith("reactor.core.publisher.FluxOnAssembly$");
	}

	/**
	 * Whether an error of this code means that the server never saw the request.
	 * @param code the code
	 * @return {@code true} if the request never left
	 */
	public static boolean neverSent(String code) {
		return NEVER_SENT.contains(code);
	}

	/**
	 * Whether an answer came whose compressed body cannot be read.
	 * @param t what was thrown
	 * @return {@code true} if the body is damaged
	 */
	public static boolean isDamaged(Throwable t) {
		return t instanceof ZipException || t.getClass().getSimpleName().equals("DecompressionException")
				|| "Malformed GZIP header".equals(t.getMessage())
				|| (t instanceof EOFException && "Unexpected end of ZLIB input stream".equals(t.getMessage()))
				|| isOfUnknownEncoding(t);
	}

	/** HttpComponents refuses what it cannot decode before anyone sees the response. */
	private static boolean isOfUnknownEncoding(Throwable t) {
		return t.getMessage() != null && t.getMessage().startsWith("Unsupported Content-Encoding");
	}

	/** Why a damaged answer cannot be read. */
	static String unreadable(Throwable error) {
		return Causes.of(error).stream().anyMatch(NetworkErrors::isOfUnknownEncoding)
				? "the HTTP client does not know its Content-Encoding" : "its compressed data is damaged";
	}

	private static boolean startsWith(String name, List<String> prefixes) {
		for (String prefix : prefixes) {
			if (name.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

}
