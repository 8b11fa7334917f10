package io.github.tencentcloud.resilience.signing;

import reactor.netty.http.client.HttpClientInfos;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * Recognises a request that an HTTP client sends by itself because the server told it to
 * go elsewhere. Reactor Netty has such a request written anew, under the address of the
 * first one.
 */
final class Redirects {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.http.client.HttpClientInfos",
			Redirects.class.getClassLoader());

	private Redirects() {
	}

	static boolean isRedirected(ClientHttpRequest request) {
		return REACTOR_NETTY && innermost(request).getClass().getSimpleName().startsWith("Reactor")
				&& ReactorNetty.isRedirected(request);
	}

	/** The HTTP client's own request. */
	static ClientHttpRequest innermost(ClientHttpRequest request) {
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

	}

}
