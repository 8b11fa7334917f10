package io.github.tencentcloud.resilience.autoconfigure;

import java.net.URI;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.tencentcloud.resilience.engine.TargetHosts;

/**
 * Warns of {@code tencentcloud.resilience.hosts} that leave out hosts of Tencent Cloud.
 * What is written there replaces the default, which is easily forgotten.
 */
class NarrowHostsWarning implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	/** A product that nobody has a host of its own for. */
	private static final URI ANY_HOST = URI.create("https://any-product.tencentcloudapi.com/");

	private final TencentCloudResilienceProperties properties;

	private final ObjectProvider<TargetHosts> hosts;

	NarrowHostsWarning(TencentCloudResilienceProperties properties, ObjectProvider<TargetHosts> hosts) {
		this.properties = properties;
		this.hosts = hosts;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.properties.enabled() && !new TargetHosts(this.properties.hosts(), Map.of()).covers(ANY_HOST)
				&& !this.hosts.getObject().covers(ANY_HOST)) {
			logger
				.warn("tencentcloud.resilience.hosts is {}, so calls to other hosts of Tencent Cloud are not guarded. "
						+ "Add '*.tencentcloudapi.com'. To send calls to a fake or a gateway, set "
						+ "tencentcloud.resilience.endpoint instead", String.join(", ", this.properties.hosts()));
		}
	}

}
