package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.actuate.ResilienceReport;
import io.github.tencentcloud.resilience.actuate.TencentCloudEndpoint;
import io.github.tencentcloud.resilience.actuate.TencentCloudHealthIndicator;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.CurrentSettings;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.engine.ProductDefaults;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls and everybody who looks on see other settings as soon as there are
 * some.
 */
class SettingsSwapTests {

	private static final String CODE = "MyError.OfNobody";

	private final Receiver server = new Receiver();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
				TencentCloudResilienceAutoConfiguration.class, TencentCloudActuatorAutoConfiguration.class))
		.withPropertyValues("tencentcloud.resilience.products.cvm.host=" + this.server.host(),
				"tencentcloud.resilience.products.cvm.region=ap-old",
				"management.endpoints.web.exposure.include=tencentcloud");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void everybodySeesThem() {
		this.runner.run((context) -> {
			ApplicationCall.send(context, this.server.host(), "DescribeZones");
			assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-old");
			assertThat(breakersAndBudgets(context)).containsExactly("tencentcloud-cvm-ap-old", "cvm 500");
			assertThat(policy(context)).isEqualTo("unknown");
			assertThat(context.getBean(DeferredCodes.class).test(CODE)).isFalse();
			assertThat(mode(context)).isEqualTo("enforce");
			context.getBean(CurrentSettings.class).swap(others(context.getBean(Time.class)));
			assertThat(policy(context)).isEqualTo("mine");
			assertThat(context.getBean(DeferredCodes.class).test(CODE)).isTrue();
			ApplicationCall.send(context, this.server.host(), "DescribeZones");
			assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-new");
			assertThat(breakersAndBudgets(context)).containsExactly("tencentcloud-cvm", "cvm 7");
			Health health = context.getBean(TencentCloudHealthIndicator.class).health(true);
			assertThat(health.getDetails()).containsEntry("circuitBreakers", Map.of("tencentcloud-cvm", "closed"));
			assertThat(mode(context)).isEqualTo("off");
		});
	}

	private static String policy(ApplicationContext context) {
		return context.getBean(TencentCloudEndpoint.class).explain(CODE, "cvm", "DescribeZones").policy().name();
	}

	private static String mode(ApplicationContext context) {
		return context.getBean(TencentCloudEndpoint.class).report().products().get(0).mode();
	}

	private static List<String> breakersAndBudgets(ApplicationContext context) {
		ResilienceReport report = context.getBean(TencentCloudEndpoint.class).report();
		return List.of(report.circuitBreakers().get(0).name(),
				report.retryBudgets().get(0).product() + " " + report.retryBudgets().get(0).capacity());
	}

	private static EngineSettings others(Time time) {
		CallSettings off = TestSettings.of(Mode.OFF, null, CallSettings.DEFAULTS.attemptTimeout(),
				CallSettings.DEFAULTS.callTimeout(), 1, null);
		PolicyResolver policies = new PolicyResolver(
				new CodeRules(Map.of(CODE, new CodeRule(CODE, "mine", null)), Map.of(), Map.of()), CodeRules.empty(),
				Map.of("mine", Policy.of("mine", Decision.FAIL)), "mine");
		CircuitBreakers breakers = new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(),
				(product) -> new BreakerSettings(true, Set.of(BreakerScope.PRODUCT),
						CircuitBreakerConfig.ofDefaults()));
		RetryBudgets budgets = new RetryBudgets((product) -> new RetryBudgetSettings(true, 7, 1, 1, 1),
				(product, budget) -> {
				});
		Bulkheads bulkheads = new Bulkheads(BulkheadRegistry.ofDefaults(), (product) -> null, time);
		return new EngineSettings(
				(product, action) -> action.equals(TencentCloudCall.NONE) ? off : CallSettings.DEFAULTS,
				(product) -> new ProductDefaults(null, "ap-new", null, null), policies, Idempotency.load(), breakers,
				new AdmissionControl(List.of(), budgets, bulkheads, time), 1000);
	}

}
