package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for applications without a client
 * whose calls could be guarded: it says so.
 */
@AutoConfiguration
@Conditional(TencentCloudNoClientAutoConfiguration.OnNoClient.class)
@Import(UnguardedGroupsConfiguration.class)
public final class TencentCloudNoClientAutoConfiguration {

	TencentCloudNoClientAutoConfiguration() {
		// For the container only
	}

	@Bean
	NoClientWarning tencentCloudNoClientWarning(Environment environment) {
		return new NoClientWarning(environment);
	}

	/** The opposite of {@link OnAnyClient}. */
	static class OnNoClient extends NoneNestedConditions {

		OnNoClient() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@Conditional(OnAnyClient.class)
		static class AnyClient {

		}

	}

}
