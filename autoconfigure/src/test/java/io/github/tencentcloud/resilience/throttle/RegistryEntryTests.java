package io.github.tencentcloud.resilience.throttle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistryEntry}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistryEntryTests {

	@Test
	void theRegistrysIsTaken(CapturedOutput log) {
		assertThat(RegistryEntry.orElse("Bulkhead", "tencentcloud-cvm", () -> "the registry's", () -> "its own"))
			.isEqualTo("the registry's");
		assertThat(log).doesNotContain("tencentcloud-cvm");
	}

	@Test
	void withoutTheRegistryItIsSaidWhatIsMissingAndWhy(CapturedOutput log) {
		assertThat(RegistryEntry.<String>orElse("Bulkhead", "tencentcloud-cvm", () -> {
			throw new IllegalStateException("No meters today");
		}, () -> "its own")).isEqualTo("its own");
		assertThat(log).contains("WARN", "Bulkhead 'tencentcloud-cvm' works", "not in Resilience4j's registry",
				"No meters today", "RegistryEntryTests");
	}

	@Test
	void hostFitsIntoAName() {
		assertThat(RegistryEntry.part("cvm.example.com:8443")).isEqualTo("cvm-example-com-8443");
	}

}
