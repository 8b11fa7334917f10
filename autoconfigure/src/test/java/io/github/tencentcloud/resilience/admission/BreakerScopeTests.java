package io.github.tencentcloud.resilience.admission;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tencentcloud.resilience.TencentCloudCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BreakerScope}.
 */
class BreakerScopeTests {

	@ParameterizedTest
	@CsvSource({ "PRODUCT, cvm", "ACTION, RunInstances", "REGION, ap-guangzhou", "HOST, cvm.example:8443" })
	void isWhatTheCallsHaveInCommon(BreakerScope scope, String common) {
		assertThat(scope
			.of(new TencentCloudCall("cvm", "RunInstances", "2017-03-12", "ap-guangzhou", "cvm.example:8443", "POST")))
			.isEqualTo(common);
	}

}
