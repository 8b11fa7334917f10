package io.github.tencentcloud.resilience;

import reactor.netty.http.server.HttpServer;

/**
 * Where the servers of tests come from.
 */
public final class LoopbackHttp {

	private LoopbackHttp() {
	}

	/**
	 * A server on a free port of this machine. Each connection serves one request: on a
	 * connection that is kept alive, Reactor Netty 1.3.7 may stop reading, and the next
	 * request waits in vain.
	 * @see <a href="https://github.com/reactor/reactor-netty/issues/4361">The defect</a>
	 */
	public static HttpServer server() {
		return HttpServer.create().host("127.0.0.1").port(0).maxKeepAliveRequests(1);
	}

}
