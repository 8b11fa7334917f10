package io.github.tencentcloud.resilience.demo;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallReport}.
 */
class CallReportTests {

	@Test
	void success() {
		CallReport report = new CallReport("sms", "SendSms", "OK", "none", 1, Duration.ofMillis(12));
		assertThat(report).hasToString("sms.SendSms → OK → none, 1 attempt, 12 ms");
		assertThat(report.isSuccess()).isTrue();
	}

	@Test
	void failure() {
		CallReport report = new CallReport("cvm", "DescribeInstancesStatus", "RequestLimitExceeded", "throttled", 3,
				Duration.ofMillis(812));
		assertThat(report)
			.hasToString("cvm.DescribeInstancesStatus → RequestLimitExceeded → throttled, 3 attempts, 812 ms");
		assertThat(report.isSuccess()).isFalse();
	}

}
