package io.github.tencentcloud.resilience.test;

import java.net.BindException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import org.springframework.core.NestedExceptionUtils;

/**
 * WireMock on a loopback port.
 */
final class Server {

	static final String HOST = "127.0.0.1";

	private final WireMockServer server;

	private Server(WireMockServer server) {
		this.server = server;
	}

	static Server start(int port, Conversation conversation) {
		WireMockServer server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress(HOST)
			.port(port)
			// A request that has been upgraded has no Host, which is signed.
			.http2PlainDisabled(true)
			.asynchronousResponseEnabled(true)
			.disableRequestJournal()
			.extensions(conversation));
		server.stubFor(WireMock.any(WireMock.anyUrl()));
		try {
			server.start();
		}
		catch (FatalStartupException ex) {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			if (cause instanceof BindException) {
				throw new IllegalStateException(
						"The fake Tencent Cloud cannot listen on port %d of %s: it is in use".formatted(port, HOST),
						cause);
			}
			throw ex;
		}
		return new Server(server);
	}

	int port() {
		return this.server.port();
	}

	void stop() {
		this.server.stop();
	}

}
