package io.github.tencentcloud.resilience.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.zip.ZipException;

import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.policy.ClientErrors;
import io.github.tencentcloud.resilience.signing.CredentialsException;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Gives each way in which an exchange can break a code. Connectors are told apart by the
 * simple names of their exceptions, since none of them has to be on the class path.
 */
final class TransportErrors {

	private static final String NETWORK = ClientErrors.NETWORK_ERROR + ".";

	/** Details of errors that happen before a request has left. */
	private static final Set<String> NEVER_SENT = Set.of(NETWORK + "ConnectTimeout", NETWORK + "ConnectRefused",
			NETWORK + "Dns", NETWORK + "Tls", NETWORK + "PoolAcquireTimeout", NETWORK + "Unreachable");

	private static final String RESET = "Reset";

	private static final int MAX_CAUSES = 16;

	static final String READ_TIMEOUT = NETWORK + "ReadTimeout";

	private TransportErrors() {
	}

	/**
	 * The code of an error. The innermost cause knows best, except that a plain broken
	 * connection says less than what it broke.
	 */
	static String code(Throwable error) {
		if (any(error, LibraryFault.class::isInstance)) {
			return ClientErrors.LIBRARY;
		}
		if (any(error, RequestBodyFault::isIn)) {
			return ClientErrors.REQUEST;
		}
		if (any(error, CredentialsException.class::isInstance)) {
			return ClientErrors.CREDENTIAL;
		}
		if (any(error, TransportErrors::isDamaged)) {
			return ClientErrors.PARSE_JSON;
		}
		String detail = null;
		int depth = 0;
		for (Throwable t = error; t != null && depth < MAX_CAUSES; t = t.getCause(), depth++) {
			String inner = detail(t);
			detail = (detail == null || (inner != null && !inner.equals(RESET))) ? inner : detail;
		}
		if (detail == null && error instanceof WebClientRequestException) {
			// The connector says so, whatever else it means to say.
			detail = RESET;
		}
		return (detail != null) ? NETWORK + detail : ClientErrors.REQUEST;
	}

	/**
	 * What breaks a body, or a time-out of ours, looks like any other broken exchange.
	 */
	static WebClientException ofTransport(Throwable error, ClientRequest request) {
		return (error instanceof WebClientException known) ? known
				: new WebClientRequestException(error, request.method(), request.url(), request.headers());
	}

	private static boolean any(Throwable error, Predicate<Throwable> test) {
		int depth = 0;
		for (Throwable t = error; t != null && depth < MAX_CAUSES; t = t.getCause(), depth++) {
			if (test.test(t)) {
				return true;
			}
		}
		return false;
	}

	/** Whether an answer came, but its compressed body cannot be read. */
	private static boolean isDamaged(Throwable t) {
		return t instanceof ZipException || t.getClass().getSimpleName().equals("DecompressionException");
	}

	/** Whether an error of this code means that the server never saw the request. */
	static boolean neverSent(String code) {
		return NEVER_SENT.contains(code);
	}

	private static @Nullable String detail(Throwable t) {
		if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
			return "Dns";
		}
		String name = t.getClass().getSimpleName();
		if (t instanceof HttpConnectTimeoutException || name.equals("ConnectTimeoutException")) {
			return "ConnectTimeout";
		}
		if (name.startsWith("PoolAcquire") || name.equals("ConnectionRequestTimeoutException")) {
			return "PoolAcquireTimeout";
		}
		if (t instanceof NoRouteToHostException) {
			return "Unreachable";
		}
		if (t instanceof ConnectException) {
			return "ConnectRefused";
		}
		if (t instanceof SSLHandshakeException) {
			return "Tls";
		}
		if (t instanceof TimeoutException || t instanceof HttpTimeoutException || name.endsWith("TimeoutException")) {
			return "ReadTimeout";
		}
		if (t instanceof IOException || name.equals("AbortedException")) {
			return RESET;
		}
		return null;
	}

}
