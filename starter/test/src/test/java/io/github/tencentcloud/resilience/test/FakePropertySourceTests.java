package io.github.tencentcloud.resilience.test;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FakePropertySource} with environment variables, whose names have
 * neither case nor hyphens.
 */
class FakePropertySourceTests {

	private final FakeTencentCloud cloud = FakeTencentCloud.start();

	@AfterEach
	void stop() {
		this.cloud.close();
	}

	@Test
	void variablesOfTheMachineLeadNowhere() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("TENCENTCLOUD_CREDENTIALS_SECRETID", "AKIDreal",
									"TENCENTCLOUD_CREDENTIALS_SECRETKEY", "aRealKey", "TENCENTCLOUD_CREDENTIALS_TOKEN",
									"aRealToken", "TENCENTCLOUD_CREDENTIALS_FROMSDK", "true",
									"TENCENTCLOUD_CREDENTIALS_ACCOUNTS_MARKETING_SECRETKEY", "aRealKey",
									"TENCENTCLOUD_RESILIENCE_PRODUCTS_SMS_ENDPOINT", "http://localhost:1",
									"TENCENTCLOUD_RESILIENCE_POLICIES_CIRCUITBREAK_DELAY", "1m")));
		environment.getPropertySources().addFirst(new FakePropertySource(this.cloud, environment, true));
		Map<String, String> credentials = Binder.get(environment)
			.bind("tencentcloud.credentials", Bindable.mapOf(String.class, String.class))
			.get();
		assertThat(credentials.values()).doesNotContain("aRealToken")
			.contains(FakeTencentCloud.SECRET_ID, FakeTencentCloud.SECRET_KEY, "false");
		assertThat(bound(environment, "tencentcloud.credentials.secret-id")).isEqualTo(FakeTencentCloud.SECRET_ID);
		assertThat(bound(environment, "tencentcloud.credentials.secret-key")).isEqualTo(FakeTencentCloud.SECRET_KEY);
		assertThat(bound(environment, "tencentcloud.credentials.from-sdk")).isEqualTo("false");
		assertThat(bound(environment, "tencentcloud.credentials.accounts.marketing.secret-key"))
			.isEqualTo(FakeTencentCloud.SECRET_KEY);
		assertThat(bound(environment, "tencentcloud.resilience.products.sms.endpoint"))
			.isEqualTo("http://" + this.cloud.endpoint());
		assertThat(bound(environment, "tencentcloud.resilience.policies.circuit-break.delay")).isEqualTo("1ms");
	}

	private static String bound(StandardEnvironment environment, String name) {
		return Binder.get(environment).bind(name, String.class).get();
	}

}
