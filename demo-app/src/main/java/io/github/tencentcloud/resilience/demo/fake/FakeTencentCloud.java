package io.github.tencentcloud.resilience.demo.fake;

import java.net.BindException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import org.springframework.core.NestedExceptionUtils;

/**
 * The fake API: a WireMock server on a loopback port.
 */
public final class FakeTencentCloud implements AutoCloseable {

	static final String HOST = "127.0.0.1";

	private final WireMockServer server;

	private FakeTencentCloud(WireMockServer server) {
		this.server = server;
	}

	/**
	 * Starts the fake API.
	 * @param port the port, 0 for any free one
	 * @param scenario the scenario that it obeys
	 * @param signatureCheck what it thinks of signatures
	 * @return the running server
	 * @throws PortInUseException if another process listens on the port
	 */
	static FakeTencentCloud start(int port, ScenarioSwitch scenario, SignatureCheck signatureCheck) {
		WireMockServer server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress(HOST)
			.port(port)
			// A request that has been upgraded has no Host, which is signed.
			.http2PlainDisabled(true)
			.asynchronousResponseEnabled(true)
			.disableRequestJournal()
			.extensions(new ApiTransformer(scenario, signatureCheck)));
		server.stubFor(WireMock.any(WireMock.anyUrl()));
		try {
			server.start();
		}
		catch (FatalStartupException ex) {
			if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof BindException) {
				throw new PortInUseException(port, ex);
			}
			throw ex;
		}
		return new FakeTencentCloud(server);
	}

	/**
	 * Where the fake API listens.
	 * @return host and port
	 */
	public String endpoint() {
		return HOST + ":" + this.server.port();
	}

	@Override
	public void close() {
		this.server.stop();
	}

	static final class PortInUseException extends RuntimeException {

		private final int port;

		PortInUseException(int port, Throwable cause) {
			super("The fake Tencent Cloud API cannot listen on port %d: it is in use".formatted(port), cause);
			this.port = port;
		}

		int port() {
			return this.port;
		}

	}

}
