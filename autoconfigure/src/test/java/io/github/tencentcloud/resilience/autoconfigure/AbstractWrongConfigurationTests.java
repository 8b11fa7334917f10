package io.github.tencentcloud.resilience.autoconfigure;

import java.nio.file.Path;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that is started as a user would start it, and what it says when it
 * stops.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractWrongConfigurationTests {

	StartUp startUp;

	CapturedOutput output;

	@BeforeEach
	void prepare(CapturedOutput output, @TempDir Path folder) {
		this.output = output;
		this.startUp = new StartUp(folder);
	}

	/** What is to be read where the start-up stops because of a wrong configuration. */
	AbstractStringAssert<?> assertStops(String yaml) {
		this.startUp.yaml(yaml);
		assertThatExceptionOfType(InvalidTencentCloudConfigurationException.class).isThrownBy(this.startUp::runAlone);
		return assertThat(this.output.getAll());
	}

}
