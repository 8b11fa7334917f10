package io.github.tencentcloud.resilience.admission;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

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

	@Test
	void itsOwnHoldsUntilTheRegistryHasOne() {
		AtomicReference<String> registered = new AtomicReference<>();
		AtomicInteger made = new AtomicInteger();
		RegistryEntry<String, Object> entry = new RegistryEntry<>(new RegistryEntry.Kind<>("Bulkhead",
				(name) -> Optional.ofNullable(registered.get()), new RegistryEntry.Maker<>((name) -> {
					throw new IllegalStateException("No meters today");
				}, (name) -> "own " + made.incrementAndGet())), "tencentcloud-cvm", List::of);
		assertThat(entry.present()).isNull();
		assertThat(entry.get()).isEqualTo(List.of("own 1")).isSameAs(entry.get());
		assertThat(entry.present()).isEqualTo("own 1");
		registered.set("the registry's");
		assertThat(entry.get()).isEqualTo(List.of("the registry's")).isSameAs(entry.get());
		registered.set(null);
		assertThat(entry.present()).isNull();
		assertThat(entry.get()).isEqualTo(List.of("own 2"));
	}

}
