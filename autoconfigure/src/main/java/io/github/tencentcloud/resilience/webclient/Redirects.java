package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.eclipse.jetty.client.Request;
import reactor.netty.http.client.HttpClientInfos;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * How HTTP clients follow redirects on their own. Reactor Netty has the request written
 * again, still with the original URL. Jetty copies all headers but {@code Authorization},
 * and can be told not to follow. HttpComponents copies none, and follows only where that
 * is harmless. The JDK's client copies all of them, and cannot be configured for a single
 * request.
 */
final class Redirects {

	private static final String PARAMETERS = "x-tc-";

	private static final boolean REACTOR_NETTY = isPresent("reactor.netty.http.client.HttpClientInfos");

	private static final boolean JETTY = isPresent("org.eclipse.jetty.client.Request");

	private Redirects() {
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, Redirects.class.getClassLoader());
	}

	static boolean isRedirected(ClientHttpRequest request) {
		return isOfReactorNetty(request) && ReactorNetty.isRedirected(request);
	}

	/** Remove everything about the call from a request that goes to another origin. */
	static void strip(ClientHttpRequest request) {
		if (!ReactorNetty.leavesOrigin(request)) {
			return;
		}
		HttpHeaders headers = request.getHeaders();
		headers.remove(HttpHeaders.AUTHORIZATION);
		List.copyOf(headers.headerNames())
			.stream()
			.filter((name) -> name.toLowerCase(Locale.ROOT).startsWith(PARAMETERS))
			.forEach(headers::remove);
	}

	/** Have the HTTP client hand a redirect on, if that can be set per request. */
	static void dontFollow(ClientHttpRequest request) {
		if (JETTY && isMadeBy("Jetty", request)) {
			Jetty.dontFollow(request);
		}
	}

	/**
	 * Whether its native request is one of Reactor Netty, whose types can be used then.
	 */
	static boolean isOfReactorNetty(ClientHttpRequest request) {
		return REACTOR_NETTY && isMadeBy("Reactor", request);
	}

	/** By name, since no connector has to be on the class path. */
	static boolean isMadeBy(String connector, ClientHttpRequest request) {
		return innermost(request).getClass().getSimpleName().startsWith(connector);
	}

	/** The HTTP client's own request. */
	private static ClientHttpRequest innermost(ClientHttpRequest request) {
		ClientHttpRequest inner = request;
		while (inner instanceof ClientHttpRequestDecorator decorator) {
			inner = decorator.getDelegate();
		}
		return inner;
	}

	/** Loaded only where it is on the class path. */
	private static final class ReactorNetty {

		static boolean isRedirected(ClientHttpRequest request) {
			Object nativeRequest = request.getNativeRequest();
			return nativeRequest instanceof HttpClientInfos infos && infos.redirectedFrom().length > 0;
		}

		static boolean leavesOrigin(ClientHttpRequest request) {
			Object nativeRequest = request.getNativeRequest();
			String url = (nativeRequest instanceof HttpClientInfos infos) ? infos.resourceUrl() : null;
			return url == null || !origin(URI.create(url)).equals(origin(request.getURI()));
		}

		private static String origin(URI uri) {
			String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
			int defaultPort = scheme.equals("https") ? 443 : 80;
			int port = (uri.getPort() < 0) ? defaultPort : uri.getPort();
			return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
		}

	}

	/** Loaded only where it is on the class path. */
	private static final class Jetty {

		static void dontFollow(ClientHttpRequest request) {
			Object nativeRequest = request.getNativeRequest();
			if (nativeRequest instanceof Request jetty) {
				jetty.followRedirects(false);
			}
		}

	}

}
