package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadRefreshScopedRegistryAutoConfiguration;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerRefreshScopedRegistryAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.actuate.PropertyOrigin;
import io.github.tencentcloud.resilience.actuate.ResilienceReport;
import io.github.tencentcloud.resilience.actuate.SettingsHistory;
import io.github.tencentcloud.resilience.actuate.TencentCloudEndpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for settings that change while the application runs: a file changes, and Spring
 * Cloud reads it again.
 */
@ExtendWith(OutputCaptureExtension.class)
class RetuningTests {

	@TempDir
	Path folder;

	private final Receiver server = new Receiver();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() throws IOException {
		start("""
				products.cvm: { host: "%s", region: ap-old }
				codes: { MyError: throttled }
				""");
	}

	private void start(String yaml) throws IOException {
		write(yaml);
		start(Application.class);
	}

	private void start(Class<?>... sources) {
		close();
		this.context = new SpringApplicationBuilder(sources).web(WebApplicationType.NONE)
			.properties(Map.of("spring.config.location", "file:" + this.folder + "/", "spring.main.banner-mode", "off",
					"management.endpoints.web.exposure.include", "tencentcloud",
					"management.endpoints.jmx.exposure.include", "tencentcloud"))
			.run();
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void allOfAChangeHoldsForTheNextCall() throws IOException {
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-old");
		change("""
				mode: observe
				max-attempts: 2
				products.cvm: { host: "%s", region: ap-new, retry-budget.capacity: 7 }
				policies.throttled.max-retries: 1
				codes: { MyError: conflict }
				""");
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-new");
		assertThat(endpoint().explain("MyError", "cvm", "DescribeZones").policy().name()).isEqualTo("conflict");
		assertThat(report().mode()).isEqualTo("observe");
		assertThat(report().policies()).filteredOn((policy) -> policy.name().equals("throttled"))
			.singleElement()
			.satisfies((policy) -> assertThat(policy.maxRetries()).isOne());
		assertThat(report().retryBudgets()).extracting(ResilienceReport.Budget::capacity).containsExactly(7);
	}

	@Test
	void itIsToldSinceWhenAndFromWhere(CapturedOutput output) throws IOException {
		SettingsHistory atStart = report().settings();
		assertThat(atStart.changed()).isEmpty();
		change("""
				max-attempts: 2
				products.cvm: { host: "%s", region: ap-old }
				codes: { MyError: throttled }
				""");
		SettingsHistory history = report().settings();
		assertThat(history.since()).isAfter(atStart.since());
		assertThat(history.refused()).isNull();
		assertThat(history.changed()).singleElement().satisfies((property) -> {
			assertThat(property.property()).isEqualTo("tencentcloud.resilience.max-attempts");
			assertThat(property.origin()).contains("application.yml").endsWith("3:19");
		});
		assertThat(output).contains(
				"Calls to Tencent Cloud have other settings from now on: " + "tencentcloud.resilience.max-attempts (");
		assertThat(counted()).containsExactly(1.0, 0.0);
	}

	@Test
	void wrongChangeIsRefusedAsAWhole(CapturedOutput output) throws IOException {
		SettingsHistory before = report().settings();
		String wrong = """
				max-attempts: 0
				products.cvm: { host: "%s", region: ap-new }
				codes: { MyError: no-such-policy }
				""";
		change(wrong);
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-old");
		assertThat(endpoint().explain("MyError", "cvm", "DescribeZones").policy().name()).isEqualTo("throttled");
		SettingsHistory after = report().settings();
		assertThat(after.since()).isEqualTo(before.since());
		assertThat(after.refused().problem()).contains("2 properties of tencentcloud-resilience are wrong")
			.contains("Property: tencentcloud.resilience.max-attempts")
			.contains("application.yml")
			.contains("It must be at least 1.")
			.contains("no-such-policy");
		assertThat(output).containsOnlyOnce("Changed settings are refused, and those before stay in force.");
		assertThat(counted()).containsExactly(0.0, 1.0);
		change(wrong.replace("ap-new", "ap-newer"));
		assertThat(output).as("the same mistakes").containsOnlyOnce("Changed settings are refused");
		change("""
				products.cvm: { host: "%s", region: ap-right }
				""");
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-right");
		assertThat(report().settings().refused()).isNull();
		assertThat(counted()).containsExactly(1.0, 1.0);
	}

	@Test
	void mistakeThatIsTakenBackIsNoLongerShown() throws IOException {
		change("""
				max-attempts: 0
				products.cvm: { host: "%s", region: ap-old }
				codes: { MyError: throttled }
				""");
		assertThat(report().settings().refused()).isNotNull();
		change("""
				products.cvm: { host: "%s", region: ap-old }
				codes: { MyError: throttled }
				""");
		assertThat(report().settings().refused()).isNull();
		assertThat(counted()).containsExactly(0.0, 1.0);
	}

	@Test
	void stateIsKeptWhereSettingsAreTheSame() throws IOException {
		start("""
				products:
				  cvm: { host: "%s", circuit-breaker.failure-rate-threshold: 20 }
				  sms.circuit-breaker.failure-rate-threshold: 20
				""");
		call();
		CircuitBreaker breaker = this.context.getBean(CircuitBreakerRegistry.class)
			.circuitBreaker("tencentcloud-cvm-none");
		breaker.transitionToForcedOpenState();
		change("""
				products:
				  cvm: { host: "%s", circuit-breaker.failure-rate-threshold: 20, max-attempts: 3 }
				  sms.circuit-breaker.failure-rate-threshold: 30
				""");
		assertThat(report().circuitBreakers()).extracting(ResilienceReport.Breaker::state)
			.containsExactly("forced-open");
		change("""
				products:
				  cvm: { host: "%s", circuit-breaker.failure-rate-threshold: 21, max-attempts: 3 }
				""");
		assertThat(report().circuitBreakers()).extracting(ResilienceReport.Breaker::state).containsExactly("closed");
	}

	/**
	 * With Spring Cloud, the registries of Resilience4j's starter are made anew with each
	 * refresh.
	 */
	@Test
	void stateIsKeptWhereRegistriesAreMadeAnew() throws IOException {
		String yaml = """
				products.cvm: { host: "%%s", region: ap-%s, bulkhead.max-concurrent-calls: 3 }
				""";
		write(yaml.formatted("one"));
		start(Application.class, WithResilience4j.class);
		call();
		CircuitBreakerRegistry registry = this.context.getBean(CircuitBreakerRegistry.class);
		CircuitBreaker breaker = registry.circuitBreaker("tencentcloud-cvm-ap-one");
		registry.circuitBreaker("theirs");
		assertThat(this.context.getBean(BulkheadRegistry.class).bulkhead("tencentcloud-cvm").tryAcquirePermission())
			.isTrue();
		breaker.transitionToForcedOpenState();
		change(yaml.formatted("two"));
		assertThat(registry.find("theirs")).as("what only the registry before had").isEmpty();
		assertThat(registry.find("tencentcloud-cvm-ap-one")).get().isSameAs(breaker);
		assertThat(report().circuitBreakers()).extracting(ResilienceReport.Breaker::state)
			.containsExactly("forced-open");
		assertThat(this.context.getBean(BulkheadRegistry.class)
			.bulkhead("tencentcloud-cvm")
			.getMetrics()
			.getAvailableConcurrentCalls()).isEqualTo(2);
	}

	/** What is read at the start only is told, and the rest takes effect. */
	@Test
	void fixedSettingsAreNamed(CapturedOutput output) throws IOException {
		change("""
				enabled: false
				hosts: "*.example.com"
				metrics.max-codes: 7
				logging.interval: 7s
				products:
				  cvm: { host: "other.example.com", region: ap-new, fail-over: third.example.com }
				  new: { host: "new.example.com" }
				""");
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-new");
		assertThat(output).containsOnlyOnce("These settings have changed, but are read at the start only. To put "
				+ "them in force, restart this instance: tencentcloud.resilience.enabled, "
				+ "tencentcloud.resilience.hosts, tencentcloud.resilience.metrics, tencentcloud.resilience.logging, "
				+ "tencentcloud.resilience.products.cvm.host, tencentcloud.resilience.products.cvm.fail-over, "
				+ "tencentcloud.resilience.products.new.host");
	}

	@Test
	void typingErrorIsAskedAboutOnce(CapturedOutput output) throws IOException {
		String yaml = """
				products.cvm: { host: "%%s", region: ap-%s }
				codes: { RequestLimitExeeded: throttled }
				""";
		change(yaml.formatted("one"));
		change(yaml.formatted("two"));
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-two");
		assertThat(output).containsOnlyOnce("Did you mean 'RequestLimitExceeded'?");
	}

	@Test
	void callsToANewEndpointAreSigned() throws IOException {
		Files.writeString(this.folder.resolve("application.yml"), """
				tencentcloud.credentials: { secret-id: AKIDexample, secret-key: aKey }
				tencentcloud.resilience.products.cvm.host: "%s"
				""".formatted(this.server.host()));
		start(Application.class);
		call();
		assertThat(this.server.authorization()).contains("Credential=AKIDexample/");
		try (Receiver endpoint = new Receiver()) {
			Files.writeString(this.folder.resolve("application.yml"),
					"\ntencentcloud.resilience.endpoint: http://" + endpoint.host(), StandardOpenOption.APPEND);
			refresh();
			call();
			assertThat(endpoint.authorization()).contains("Credential=AKIDexample/");
		}
	}

	/** Credentials have a provider of their own that may change them. */
	@Test
	void newCredentialsAreForTheNextStart(CapturedOutput output) throws IOException {
		Files.writeString(this.folder.resolve("application.yml"), """
				tencentcloud.credentials: { secret-id: AKIDother, secret-key: my-new-secret }
				tencentcloud.resilience.products.cvm: { host: "%s", region: ap-new }
				""".formatted(this.server.host()));
		refresh();
		assertThat(output).contains("restart this instance: tencentcloud.credentials");
		assertThat(output).doesNotContain("my-new-secret");
		assertThat(report().settings().changed()).extracting(PropertyOrigin::property)
			.contains("tencentcloud.resilience.products.cvm.region");
	}

	@Test
	void placeholderStandsForWhateverItIs() throws IOException {
		Files.writeString(this.folder.resolve("application.yml"), """
				my.region: ap-one
				tencentcloud.resilience.products.cvm: { host: "%s", region: "${my.region}" }
				""".formatted(this.server.host()));
		refresh();
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-one");
		Files.writeString(this.folder.resolve("application.yml"), """
				my.region: ap-two
				tencentcloud.resilience.products.cvm: { host: "%s", region: "${my.region}" }
				""".formatted(this.server.host()));
		assertThat(refresh()).containsExactly("my.region");
		call();
		assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-two");
	}

	@Test
	void changeThatIsNotOursIsNotOurConcern() throws IOException {
		SettingsHistory before = report().settings();
		Files.writeString(this.folder.resolve("application.yml"),
				Files.readString(this.folder.resolve("application.yml")) + "\nmy.own: 1\n");
		assertThat(refresh()).containsExactly("my.own");
		assertThat(report().settings()).isEqualTo(before);
		assertThat(counted()).containsExactly(0.0, 0.0);
	}

	private void change(String yaml) throws IOException {
		write(yaml);
		refresh();
	}

	private Set<String> refresh() {
		return this.context.getBean(ContextRefresher.class).refresh();
	}

	private void write(String yaml) throws IOException {
		Files.writeString(this.folder.resolve("application.yml"),
				"tencentcloud:\n  resilience:\n" + yaml.formatted(this.server.host()).indent(4));
	}

	private void call() {
		ApplicationCall.send(this.context, this.server.host(), "DescribeZones");
	}

	private TencentCloudEndpoint endpoint() {
		return this.context.getBean(TencentCloudEndpoint.class);
	}

	private ResilienceReport report() {
		return endpoint().report();
	}

	private List<Double> counted() {
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		return List.of(registry.get("tencentcloud.client.settings").tag("result", "applied").counter().count(),
				registry.get("tencentcloud.client.settings").tag("result", "refused").counter().count());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, BulkheadRefreshScopedRegistryAutoConfiguration.class,
			BulkheadAutoConfiguration.class, CircuitBreakerRefreshScopedRegistryAutoConfiguration.class,
			CircuitBreakerAutoConfiguration.class })
	static class WithResilience4j {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PropertyPlaceholderAutoConfiguration.class, RefreshAutoConfiguration.class,
			WebClientAutoConfiguration.class, EndpointAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			TencentCloudResilienceAutoConfiguration.class, TencentCloudActuatorAutoConfiguration.class })
	static class Application {

	}

}
