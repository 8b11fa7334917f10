package io.github.tencentcloud.resilience.webclient;

import java.util.stream.Stream;

import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * The HTTP clients that WebClient runs on.
 */
public enum Connector {

	REACTOR {
		@Override
		public ClientHttpConnector create() {
			return new ReactorClientHttpConnector();
		}
	},

	JDK {
		@Override
		public ClientHttpConnector create() {
			return new JdkClientHttpConnector();
		}
	},

	HTTP_COMPONENTS {
		@Override
		public ClientHttpConnector create() {
			return new HttpComponentsClientHttpConnector();
		}
	},

	JETTY {
		@Override
		public ClientHttpConnector create() {
			return new JettyClientHttpConnector();
		}
	};

	/** A connector as Spring makes it when nobody says anything. */
	public abstract ClientHttpConnector create();

	/** Connectors that leave a compressed body to whoever reads it. */
	static Stream<ClientHttpConnector> thatDoNotDecode() {
		return Stream.of(JDK.create(), new ReactorClientHttpConnector(HttpClient.create().compress(false)));
	}

}
