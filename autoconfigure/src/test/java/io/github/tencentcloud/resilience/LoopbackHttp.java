package io.github.tencentcloud.resilience;

import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Where the servers of tests come from.
 */
public final class LoopbackHttp {

	/**
	 * An application that ends waits for two seconds until the threads of Reactor Netty
	 * are quiet. As a property of a test's application this spares it most of the wait.
	 * Without any wait, the threads may end before the connections, whose end is waited
	 * for then for ever (Reactor Netty 1.3.7): 10 of 14,000 times on a busy machine.
	 */
	public static final String SHORT_QUIET_PERIOD = "spring.reactor.netty.shutdown-quiet-period=50ms";

	/** Those of Reactor Netty end with any application of a test, and the servers too. */
	private static final LoopResources THREADS = LoopResources.create("loopback-http");

	private LoopbackHttp() {
	}

	/**
	 * A server on a free port of this machine. Each connection serves one request: on a
	 * connection that is kept alive, Reactor Netty 1.3.7 may stop reading, and the next
	 * request waits in vain.
	 * @see <a href="https://github.com/reactor/reactor-netty/issues/4361">The defect</a>
	 */
	public static HttpServer server() {
		return HttpServer.create().host("127.0.0.1").port(0).maxKeepAliveRequests(1).runOn(THREADS);
	}

}
