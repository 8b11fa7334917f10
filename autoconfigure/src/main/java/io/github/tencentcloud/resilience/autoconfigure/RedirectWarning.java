package io.github.tencentcloud.resilience.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;

import io.github.tencentcloud.resilience.engine.CallSigning;

/**
 * Warns of the one HTTP client that would take a signature along wherever a server
 * redirects it: the JDK's client copies all headers, and this cannot be changed for a
 * single request. The one that Spring Boot creates follows redirects unless a property
 * says otherwise. With ahead-of-time processing this bean exists even where nothing is
 * signed.
 */
class RedirectWarning implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(RedirectWarning.class);

	private final SigningProperties properties;

	private final ObjectProvider<CallSigning> signings;

	private final ObjectProvider<ClientHttpConnectorBuilder<?>> builders;

	private final ObjectProvider<HttpClientSettings> settings;

	RedirectWarning(SigningProperties properties, ObjectProvider<CallSigning> signings,
			ObjectProvider<ClientHttpConnectorBuilder<?>> builders, ObjectProvider<HttpClientSettings> settings) {
		this.properties = properties;
		this.signings = signings;
		this.builders = builders;
		this.settings = settings;
	}

	@Override
	public void afterSingletonsInstantiated() {
		HttpClientSettings settings = this.settings.getIfUnique();
		boolean follows = settings == null || settings.redirects() != HttpRedirects.DONT_FOLLOW;
		if (follows && this.builders.getIfUnique() instanceof JdkClientHttpConnectorBuilder
				&& this.properties.choose(this.signings) != null) {
			logger.warn("Calls to Tencent Cloud are signed, and the JDK's HTTP client follows redirects: if "
					+ "anything on the way redirected a call to another host, that would get the signature and the token. "
					+ "Tencent Cloud never redirects. Set spring.http.clients.redirects=dont-follow, or use another "
					+ "HTTP client.");
		}
	}

}
