package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for where time comes from.
 */
@Tag("integration")
class TimeConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(TimeConfiguration.class);

	@Test
	void withReactorItsTimers() {
		this.runner.run((context) -> assertThat(context).getBean(Time.class).isInstanceOf(ReactorTime.class));
	}

	@Test
	void withoutReactorAThreadOfOurOwn() {
		this.runner.withClassLoader(new FilteredClassLoader(Schedulers.class))
			.run((context) -> assertThat(context).getBean(Time.class).isInstanceOf(SystemTime.class));
	}

	@Test
	void ownTimeTakesThePlaceOfOurs() {
		Time own = mock(Time.class);
		new ApplicationContextRunner().withBean(Time.class, () -> own)
			.withUserConfiguration(TimeConfiguration.class)
			.run((context) -> assertThat(context).getBean(Time.class).isSameAs(own));
	}

	@Test
	void breakersGoByItToo() {
		VirtualTime own = new VirtualTime();
		new ApplicationContextRunner().withBean(Time.class, () -> own)
			.withConfiguration(AutoConfigurations.of(TencentCloudResilienceAutoConfiguration.class))
			.run((context) -> {
				CircuitBreaker breaker = context.getBean(CircuitBreakers.class)
					.of(new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST"))
					.breaker();
				breaker.transitionToOpenState();
				own.advance(Duration.ofSeconds(14));
				assertThat(breaker.tryAcquirePermission()).isFalse();
				own.advance(Duration.ofSeconds(2));
				assertThat(breaker.tryAcquirePermission()).isTrue();
			});
	}

}
