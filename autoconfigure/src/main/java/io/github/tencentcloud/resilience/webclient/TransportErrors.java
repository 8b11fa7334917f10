package io.github.tencentcloud.resilience.webclient;

import java.net.ProtocolException;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

import org.eclipse.jetty.client.HttpResponseException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudException;
import io.github.tencentcloud.resilience.engine.NetworkErrors;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * Assigns a code to each way in which an exchange can end without an answer. Only errors
 * known to be the network's are reported as such; anything else is a fault on this side.
 */
final class TransportErrors {

	private static final String JETTY_RESPONSE = "org.eclipse.jetty.client.HttpResponseException";

	private TransportErrors() {
	}

	/**
	 * The code of an error.
	 * @param error the error with which the exchange ended
	 * @param request the request
	 */
	static String code(Throwable error, AttemptRequest request) {
		List<Throwable> causes = Causes.of(error);
		if (any(causes, LibraryFault.class::isInstance)) {
			return ClientErrors.LIBRARY;
		}
		boolean another = isOfAnotherRequest(error, request.url());
		String status = another ? null : status(error, causes, request.url());
		if (status != null) {
			// Whatever else is wrong with the request, the server has received it.
			return status;
		}
		Throwable fault = request.fault();
		if (any((fault != null) ? Causes.of(fault) : causes, CredentialsException.class::isInstance)) {
			return ClientErrors.CREDENTIAL;
		}
		if (fault != null || another) {
			return ClientErrors.REQUEST;
		}
		// WebClient wraps errors of the HTTP client like this, and we wrap those of a
		// body.
		boolean ofClient = error instanceof WebClientException;
		if (ofClient && any(causes, NetworkErrors::isDamaged)) {
			return ClientErrors.PARSE_JSON;
		}
		String code = NetworkErrors.code(causes, ofClient);
		return (code != null) ? code : ClientErrors.REQUEST;
	}

	/**
	 * What is wrong with a response whose status HTTP does not define, or {@code null}.
	 * Most HTTP clients refuse it themselves; otherwise Spring does, each time it is
	 * asked for the status.
	 */
	static @Nullable ProtocolException wrongStatus(ClientResponse response) {
		try {
			response.statusCode();
			return null;
		}
		catch (IllegalArgumentException ex) {
			return new ProtocolException("The answer is not HTTP: " + ex.getMessage());
		}
	}

	/**
	 * A filter of the application may first need an answer from elsewhere, such as a
	 * token. It may also send the request itself to another address.
	 */
	private static boolean isOfAnotherRequest(Throwable error, URI uri) {
		if (!(error instanceof WebClientRequestException failed) || isSame(uri, failed.getUri())) {
			return false;
		}
		String query = failed.getUri().getQuery();
		return !failed.getHeaders().containsHeader("X-TC-Action") && (query == null || !query.contains("Action="));
	}

	private static boolean isSame(URI uri, URI other) {
		return uri.getAuthority() != null && uri.getAuthority().equalsIgnoreCase(other.getAuthority());
	}

	/**
	 * A filter of the application may turn a status of the server into an exception, and
	 * Jetty does so with a redirect that leads nowhere.
	 */
	private static @Nullable String status(Throwable error, List<Throwable> causes, URI uri) {
		int status = (error instanceof WebClientResponseException response) ? status(response, uri)
				: jettyStatus(causes);
		return (status != 0 && (status < 200 || status > 299)) ? ClientErrors.HTTP_STATUS + "." + status : null;
	}

	private static int status(WebClientResponseException response, URI uri) {
		HttpRequest request = response.getRequest();
		boolean same = request != null && isSame(uri, request.getURI());
		return same ? response.getStatusCode().value() : 0;
	}

	/**
	 * Jetty creates the same exception for answers that are not HTTP, with a status of
	 * its own.
	 */
	private static int jettyStatus(List<Throwable> causes) {
		for (Throwable t : causes) {
			if (t.getClass().getName().equals(JETTY_RESPONSE)) {
				int status = Jetty.status(t);
				return (status >= 300 && status < 400) ? status : 0;
			}
		}
		return 0;
	}

	/**
	 * An error that breaks a body, or a time-out of ours, looks like any other broken
	 * exchange. An exception of ours comes from a call within this one.
	 */
	static Throwable ofTransport(Throwable error, ClientRequest request) {
		return (error instanceof WebClientException || error instanceof TencentCloudException) ? error
				: new WebClientRequestException(error, request.method(), request.url(), request.headers());
	}

	private static boolean any(List<Throwable> causes, Predicate<Throwable> test) {
		return causes.stream().anyMatch(test);
	}

	/** Loaded only where Jetty is present. */
	private static final class Jetty {

		private static int status(Throwable error) {
			return ((HttpResponseException) error).getResponse().getStatus();
		}

	}

}
