package io.github.tencentcloud.resilience.demo.fake;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.test.FakeTencentCloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link PortInUseFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PortInUseFailureAnalyzerTests {

	@Test
	void saysWhichPropertyToChange(CapturedOutput output) {
		try (FakeTencentCloud first = FakeTencentCloud.start()) {
			String port = first.endpoint().split(":")[1];
			SpringApplication second = new SpringApplication(FakeApiConfiguration.class);
			// What application.yml says would win over a setter.
			assertThatException().isThrownBy(
					() -> second.run("--demo.fake-api.port=" + port, "--spring.main.web-application-type=none"));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Port " + port + " of 127.0.0.1 is already in use")
				.contains("--demo.fake-api.port=8090");
		}
	}

}
