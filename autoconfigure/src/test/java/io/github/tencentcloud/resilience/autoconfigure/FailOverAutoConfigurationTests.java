package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Clock;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;

import io.github.tencentcloud.resilience.signing.SignatureServer;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fail-over with nothing but properties: each server checks that what it gets is signed
 * for it.
 */
class FailOverAutoConfigurationTests {

	private static final TencentCloudCredentials CREDENTIALS = TencentCloudCredentials.of("AKIDexample", "aKey");

	private final SignatureServer first = new SignatureServer(Clock.systemUTC(), CREDENTIALS);

	private final SignatureServer second = new SignatureServer(Clock.systemUTC(), CREDENTIALS);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
				CircuitBreakerAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues("tencentcloud.credentials.secret-id=AKIDexample",
				"tencentcloud.credentials.secret-key=aKey",
				"tencentcloud.resilience.products.CVM.host=" + host(this.first),
				"tencentcloud.resilience.products.CVM.fail-over=" + host(this.second),
				"tencentcloud.resilience.products.CVM.circuit-breaker.minimum-number-of-calls=3");

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
	}

	@Test
	void callIsSignedForTheHostThatItGoesTo() {
		this.first.fail("InternalError");
		this.runner.run((context) -> {
			for (int i = 0; i < 5; i++) {
				call(context, "DescribeInstances");
			}
			assertThat(this.first.received()).hasSize(3).extracting("code").containsOnly("InternalError");
			assertThat(this.second.received()).hasSize(5).extracting("code").containsOnly(SignatureServer.OK);
			assertThat(this.second.last().header("Host")).isEqualTo(host(this.second));
			this.first.fail(null);
			breaker(context, this.first).transitionToHalfOpenState();
			call(context, "RunInstances");
			assertThat(this.first.last().code()).isEqualTo(SignatureServer.OK);
		});
	}

	@Test
	void signingHostHoldsForProxiesThatAreFailedOverToAsWell() {
		List.of(this.first, this.second).forEach((server) -> server.behind("cvm.tencentcloudapi.com"));
		this.runner.withPropertyValues("tencentcloud.resilience.products.cvm.signing-host=cvm.tencentcloudapi.com")
			.run((context) -> {
				call(context, "RunInstances");
				breaker(context, this.first).transitionToOpenState();
				call(context, "RunInstances");
				assertThat(this.first.last().code()).isEqualTo(SignatureServer.OK);
				assertThat(this.second.last().code()).isEqualTo(SignatureServer.OK);
			});
	}

	@Test
	void breakersHaveTheirHostInTheirNamesAndCanBeTunedByIt() {
		String name = "tencentcloud-cvm-none-" + host(this.second).replace('.', '-').replace(':', '-');
		this.runner
			.withPropertyValues("resilience4j.circuitbreaker.instances." + name + ".wait-duration-in-open-state=5s")
			.run((context) -> {
				call(context, "RunInstances");
				breaker(context, this.first).transitionToOpenState();
				call(context, "RunInstances");
				CircuitBreaker breaker = breaker(context, this.second);
				assertThat(breaker.getName()).isEqualTo(name);
				assertThat(breaker.getCircuitBreakerConfig().getMinimumNumberOfCalls()).isEqualTo(3);
				assertThat(breaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(1))
					.isEqualTo(5000);
			});
	}

	private void call(ApplicationContext context, String action) {
		ApplicationCall.send(context, host(this.first), action);
	}

	private static CircuitBreaker breaker(ApplicationContext context, SignatureServer server) {
		String host = host(server).replace('.', '-').replace(':', '-');
		return context.getBean(CircuitBreakerRegistry.class)
			.getAllCircuitBreakers()
			.stream()
			.filter((breaker) -> breaker.getName().endsWith(host))
			.findFirst()
			.orElseThrow();
	}

	private static String host(SignatureServer server) {
		return "127.0.0.1:" + server.port();
	}

}
