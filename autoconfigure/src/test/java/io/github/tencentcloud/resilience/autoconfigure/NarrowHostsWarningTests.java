package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import io.github.tencentcloud.resilience.engine.TargetHosts;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class NarrowHostsWarningTests {

	private static final String NARROW = "so calls to other hosts of Tencent Cloud are not guarded";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "cvm.tencentcloudapi.com", "127.0.0.1", "*.intl.tencentcloudapi.com",
			"cvm.tencentcloudapi.com,sms.tencentcloudapi.com" })
	void hostsThatLeaveOthersOut(String hosts, CapturedOutput output) {
		this.runner.withPropertyValues("tencentcloud.resilience.hosts=" + hosts)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(NARROW)
			.contains("WARN", "tencentcloud.resilience.hosts is " + hosts.replace(",", ", ") + ", ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hosts=*.tencentcloudapi.com", "hosts=proxy.example,*.TencentCloudAPI.com", "hosts=*.com",
			"products.cvm.host=proxy.example", "endpoint=http://localhost:8089" })
	void hostsThatLeaveNoneOut(String property, CapturedOutput output) {
		this.runner.withPropertyValues("tencentcloud.resilience." + property)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(NARROW);
	}

	@Test
	void hostsThatDoNotMatter(CapturedOutput output) {
		ApplicationContextRunner narrow = this.runner.withPropertyValues("tencentcloud.resilience.hosts=127.0.0.1");
		narrow.withPropertyValues("tencentcloud.resilience.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		narrow
			.withBean(TargetHosts.class, () -> new TargetHosts(List.of("*.tencentcloudapi.com", "127.0.0.1"), Map.of()))
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withBean(TargetHosts.class, () -> new TargetHosts(List.of("cvm.tencentcloudapi.com"), Map.of()))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(NARROW);
	}

}
