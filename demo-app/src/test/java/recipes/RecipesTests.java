package recipes;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import javax.management.ObjectName;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The recipes of {@code docs/recipes.md} do what the page says.
 */
class RecipesTests {

	private static final RuntimeException ILL = TencentCloudApiException.builder("InternalError")
		.call("cvm", "DescribeZones", "ap-guangzhou")
		.policy("transient", Decision.CIRCUIT_BREAK)
		.build();

	private static final RuntimeException WRONG_KEY = TencentCloudApiException.builder("AuthFailure.SignatureFailure")
		.call("cvm", "DescribeZones", "ap-guangzhou")
		.policy("auth", Decision.FAIL)
		.build();

	private static final RuntimeException REFUSED = CallNotPermittedException
		.createCallNotPermittedException(CircuitBreaker.ofDefaults("tencentcloud-cvm-ap-guangzhou"));

	@Test
	void fallsBackToWhatWasLastThere() {
		Deque<Object> answers = new ArrayDeque<>(List.of(ILL, "gz-1", ILL, REFUSED, WRONG_KEY, "gz-2", ILL));
		Zones zones = new Zones(() -> next(answers));
		assertThatThrownBy(zones::zones).isSameAs(ILL);
		assertThat(zones.zones()).isEqualTo("gz-1");
		assertThat(zones.zones()).isEqualTo("gz-1");
		assertThat(zones.zones()).isEqualTo("gz-1");
		assertThatThrownBy(zones::zones).isSameAs(WRONG_KEY);
		assertThat(zones.zones()).isEqualTo("gz-2");
		assertThat(zones.zones()).isEqualTo("gz-2");
	}

	@Test
	void fallsBackWithoutBlocking() {
		Deque<Object> answers = new ArrayDeque<>(List.of("gz-1", ILL, REFUSED, WRONG_KEY));
		ReactiveZones zones = new ReactiveZones(() -> Mono.fromSupplier(() -> next(answers)));
		Duration limit = Duration.ofSeconds(10);
		assertThat(zones.zones("none").block(limit)).isEqualTo("gz-1");
		assertThat(zones.zones("none").block(limit)).isEqualTo("none");
		assertThat(zones.zones("none").block(limit)).isEqualTo("none");
		assertThatThrownBy(() -> zones.zones("none").block(limit)).isSameAs(WRONG_KEY);
	}

	@Test
	void repeatsLaterWhatWasNotSent() {
		Deque<Object> answers = new ArrayDeque<>(List.of(REFUSED, REFUSED, "done"));
		settlement(answers, Settlement::settle);
		assertThat(answers).isEmpty();
	}

	@Test
	void repeatsNothingThatFailedForGood() {
		RuntimeException noKey = new CredentialsException("There are none");
		Deque<Object> answers = new ArrayDeque<>(List.of(noKey, "never"));
		settlement(answers, (settlement) -> assertThatThrownBy(settlement::settle).isSameAs(noKey));
		assertThat(answers).hasSize(1);
	}

	@Test
	void repeatsNothingThatMayHaveBeenExecuted() {
		Deque<Object> answers = new ArrayDeque<>(List.of(REFUSED, ILL, "never"));
		settlement(answers, (settlement) -> assertThatThrownBy(settlement::settle).isSameAs(ILL));
		assertThat(answers).hasSize(1);
	}

	/** With the predicate by its name, as the page says: Resilience4j makes it itself. */
	@Test
	void resilience4jAsksTheSamePredicate() {
		Deque<Object> answers = new ArrayDeque<>(List.of(REFUSED, REFUSED, "done", REFUSED, ILL, "never"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
			.withPropertyValues("resilience4j.retry.instances.settlement.wait-duration=1ms",
					"resilience4j.retry.instances.settlement.retry-exception-predicate="
							+ Settlement.NothingSent.class.getName())
			.run((context) -> {
				Retry retry = context.getBean(RetryRegistry.class).retry("settlement");
				assertThat(retry.executeSupplier(() -> next(answers))).isEqualTo("done");
				assertThatThrownBy(() -> retry.executeSupplier(() -> next(answers))).isSameAs(ILL);
			});
		assertThat(answers).hasSize(1);
	}

	@Test
	void switchesByJmx() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(JmxAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true")
			.withBean(TencentCloudSwitch.class)
			.run((context) -> {
				var server = ManagementFactory.getPlatformMBeanServer();
				var name = new ObjectName("com.example:type=TencentCloudSwitch");
				server.invoke(name, "switchRetriesOff", new Object[] { "sms", 5 },
						new String[] { String.class.getName(), int.class.getName() });
				assertThat(context.getBean(TencentCloudResilienceControl.class).active()).singleElement()
					.matches((entry) -> entry.covers("sms") && entry.retriesOff());
				assertThat((List<?>) server.getAttribute(name, "Switches")).singleElement()
					.asString()
					.contains("product=sms");
				server.invoke(name, "end", new Object[] { "sms" }, new String[] { String.class.getName() });
				assertThat(context.getBean(TencentCloudResilienceControl.class).active()).isEmpty();
			});
	}

	private static void settlement(Deque<Object> answers, Consumer<Settlement> test) {
		new ApplicationContextRunner().withUserConfiguration(Resilient.class)
			.withPropertyValues("settlement.delay=1ms")
			.withBean(Runnable.class, () -> () -> next(answers))
			.withBean(Settlement.class)
			.run((context) -> test.accept(context.getBean(Settlement.class)));
	}

	private static String next(Deque<Object> answers) {
		Object answer = answers.remove();
		if (answer instanceof RuntimeException failure) {
			throw failure;
		}
		return (String) answer;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class Resilient {

	}

}
