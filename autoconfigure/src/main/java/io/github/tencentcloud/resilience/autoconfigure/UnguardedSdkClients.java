package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import com.tencentcloudapi.common.AbstractClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import io.github.tencentcloud.resilience.sdk.TencentCloudSdk;

/**
 * Warns of each client of the vendor's SDK whose profile is not guarded: nobody else is
 * called by those.
 */
final class UnguardedSdkClients extends UnguardedClients {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	UnguardedSdkClients(ObjectProvider<TencentCloudResilienceProperties> properties) {
		super(properties, "guard", "make it with the bean ClientProfile");
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof AbstractClient) {
			look(bean, name);
		}
		return bean;
	}

	/** A mock in an application's tests has no profile. */
	@Override
	boolean isGuarded(Object client) {
		AbstractClient sdk = (AbstractClient) client;
		return sdk.getClientProfile() == null || TencentCloudSdk.isGuarded(sdk);
	}

	@Override
	void tell(List<String> names) {
		if (isEnabled()) {
			logger.warn(
					"These clients of the Tencent Cloud SDK are not guarded by tencentcloud-resilience: {}. Make them "
							+ "with the bean of type ClientProfile, or with TencentCloudSdk.guard(profile)",
					String.join(", ", names));
		}
	}

}
