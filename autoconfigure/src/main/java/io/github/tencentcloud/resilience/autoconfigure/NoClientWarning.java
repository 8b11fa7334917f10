package io.github.tencentcloud.resilience.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Warns that nothing is guarded, since there is no client, and names the dependencies
 * that bring one.
 */
class NoClientWarning implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	private final Environment environment;

	NoClientWarning(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		// The properties are not bound here, since nothing else would read them.
		if (Binder.get(this.environment).bind("tencentcloud.resilience.enabled", Boolean.class).orElse(true)) {
			logger.warn("tencentcloud-resilience guards nothing, since it finds no client on the class path. Add "
					+ "spring-boot-starter-restclient for RestClient and RestTemplate, or spring-boot-starter-webclient for "
					+ "WebClient (both of org.springframework.boot), or the Tencent Cloud SDK for Java, version 3.1.1239 or "
					+ "later (com.tencentcloudapi). If this application "
					+ "does not call Tencent Cloud, set tencentcloud.resilience.enabled=false");
		}
	}

}
