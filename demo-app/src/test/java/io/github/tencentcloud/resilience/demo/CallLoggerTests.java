package io.github.tencentcloud.resilience.demo;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallLogger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallLoggerTests {

	@Test
	void logsACallInALine(CapturedOutput output) {
		stop(result("OK", "none", CallOutcome.SUCCESS));
		stop(result("InternalError", "transient", CallOutcome.FAILURE));
		assertThat(output.getOut().lines().filter((line) -> line.contains("sms.SendSms"))).satisfiesExactly(
				(line) -> assertThat(line).contains("INFO").endsWith("sms.SendSms → OK → none, 2 attempts, 12 ms"),
				(line) -> assertThat(line).contains("WARN")
					.endsWith("sms.SendSms → InternalError → transient, 2 attempts, 12 ms"));
	}

	@Test
	void isSilentAboutWhatWasCancelledAndWhatIsNoCall(CapturedOutput output) {
		stop(result("ClientError.Cancelled", "none", CallOutcome.CANCELLED));
		stop(null);
		assertThat(output).doesNotContain("→");
	}

	private static TencentCloudCallResult result(String code, String policy, CallOutcome outcome) {
		return new TencentCloudCallResult(
				new TencentCloudCall("sms", "SendSms", null, "ap-guangzhou", "sms.tencentcloudapi.com", "POST"), code,
				policy, "fail", outcome, "r", 2, 12_000_000, null);
	}

	private static void stop(@Nullable TencentCloudCallResult result) {
		Observation.Context context = new Observation.Context();
		if (result != null) {
			context.put(TencentCloudCallResult.class, result);
		}
		new CallLogger().onStop(context);
	}

}
