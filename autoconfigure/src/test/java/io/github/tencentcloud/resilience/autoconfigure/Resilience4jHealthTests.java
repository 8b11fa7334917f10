package io.github.tencentcloud.resilience.autoconfigure;

import java.nio.file.Path;
import java.util.function.BiConsumer;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.health.CircuitBreakersHealthIndicator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application says about the health of its own circuit breakers is not said about
 * ours.
 */
@Tag("integration")
class Resilience4jHealthTests {

	private static final String OURS = "tencentcloud-cvm-ap-guangzhou";

	private static final String DEFAULTS = """
			management.health.circuitbreakers.enabled: true
			resilience4j.circuitbreaker:
			  configs:
			    default: { register-health-indicator: true, allow-health-indicator-to-fail: true }
			    loud: { register-health-indicator: true, allow-health-indicator-to-fail: true }
			  instances:
			    mine: { minimum-number-of-calls: 5 }
			""";

	@TempDir
	private Path folder;

	@Test
	void breakerThatNobodyNamed() {
		with("", (context, health) -> assertThat(open(context, health, OURS)).satisfies((answer) -> {
			assertThat(answer.getStatus()).isEqualTo(Status.UP);
			assertThat(answer.getDetails()).containsOnlyKeys("mine");
		}));
	}

	@Test
	void instanceThatSaysSomethingElse() {
		with("    %s: { minimum-number-of-calls: 5 }".formatted(OURS),
				(context, health) -> assertThat(open(context, health, OURS)).satisfies((answer) -> {
					assertThat(answer.getStatus()).isEqualTo(Status.UP);
					assertThat(answer.getDetails()).containsOnlyKeys("mine");
				}));
	}

	@Test
	void instanceThatIsToBeSeen() {
		with("    %s: { register-health-indicator: true }".formatted(OURS),
				(context, health) -> assertThat(open(context, health, OURS)).satisfies((answer) -> {
					assertThat(answer.getStatus()).isNotEqualTo(Status.DOWN);
					assertThat(answer.getDetails()).containsOnlyKeys("mine", OURS);
				}));
	}

	@Test
	void instanceThatMayFail() {
		with("    %s: { register-health-indicator: true, allow-health-indicator-to-fail: true }".formatted(OURS),
				(context, health) -> assertThat(open(context, health, OURS).getStatus()).isEqualTo(Status.DOWN));
	}

	@Test
	void instanceWithAConfigurationThatSaysIt() {
		with("    %s: { base-config: loud }".formatted(OURS),
				(context, health) -> assertThat(open(context, health, OURS).getStatus()).isEqualTo(Status.DOWN));
	}

	@Test
	void breakersOfTheApplicationAreAsBefore() {
		with("", (context, health) -> {
			assertThat(open(context, health, "mine").getStatus()).isEqualTo(Status.DOWN);
			assertThat(open(context, health, "another").getDetails()).containsOnlyKeys("mine", "another");
		});
	}

	private void with(String instance,
			BiConsumer<ConfigurableApplicationContext, CircuitBreakersHealthIndicator> then) {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(DEFAULTS + instance).run()) {
			then.accept(context, context.getBean(CircuitBreakersHealthIndicator.class));
		}
	}

	private static Health open(ConfigurableApplicationContext context, CircuitBreakersHealthIndicator health,
			String name) {
		context.getBean(CircuitBreakerRegistry.class).circuitBreaker(name).transitionToOpenState();
		return health.health();
	}

}
