package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls of an annotated interface are guarded wherever they go, but only an address that
 * the configuration names gets a signature.
 */
@ExtendWith(OutputCaptureExtension.class)
class InterfaceAddressTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String THROTTLED = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private static final String WARNING = "are guarded, but not signed";

	private final Receiver server = new Receiver(THROTTLED);

	private final ApplicationContextRunner withoutCredentials = HttpInterfaceApplication.runner()
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withUserConfiguration(Services.class)
		.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + this.server.host(),
				"tencentcloud.resilience.products.cvm.region=ap-guangzhou",
				"tencentcloud.resilience.policies.throttled.delay=1ms",
				"tencentcloud.resilience.policies.throttled.jitter=0ms");

	private final ApplicationContextRunner runner = this.withoutCredentials
		.withPropertyValues("tencentcloud.credentials.secret-id=AKIDa", "tencentcloud.credentials.secret-key=b");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void addressThatNobodyNamesIsGuardedAndNotSigned(CapturedOutput output) {
		this.runner.run((context) -> {
			Cvm cvm = context.getBean(Cvm.class);
			assertGuarded(context, cvm);
			assertThat(this.server.last().contains("Authorization")).isFalse();
			assertThat(this.server.last().get("X-TC-Action")).isEqualTo("DescribeZones");
			assertThat(this.server.last().get("X-TC-Version")).isEqualTo("2017-03-12");
			assertThat(this.server.last().get("X-TC-Region")).isEqualTo("ap-guangzhou");
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> cvm.describeZones().block(LIMIT));
			assertThat(output).containsOnlyOnce("Calls to " + this.server.host() + " " + WARNING);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "hosts=127.0.0.1", "products.cvm.host=%s", "endpoint=http://%s",
			"products.cvm.endpoint=http://%s" })
	void addressThatIsNamedIsSigned(String property, CapturedOutput output) {
		this.runner.withPropertyValues("tencentcloud.resilience." + property.formatted(this.server.host()))
			.run((context) -> {
				assertGuarded(context, context.getBean(Cvm.class));
				assertThat(this.server.authorization()).contains("Credential=AKIDa/");
				assertThat(output).doesNotContain(WARNING);
			});
	}

	@Test
	void proxyBuiltByHand(CapturedOutput output) {
		this.runner.run((context) -> {
			WebClient client = WebClient.builder()
				.baseUrl("http://" + this.server.host())
				.filter(context.getBean(TencentCloudResilienceFilter.class))
				.build();
			assertGuarded(context,
					HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
						.httpRequestValuesProcessor(new TencentCloudActionHeaders(List.of(Cvm.class)))
						.build()
						.createClient(Cvm.class));
			assertThat(this.server.last().contains("Authorization")).isFalse();
			assertThat(output).containsOnlyOnce(WARNING);
		});
	}

	@Test
	void nothingIsSaidWhereThereIsNothingToSignWith(CapturedOutput output) {
		this.withoutCredentials.run((context) -> {
			assertGuarded(context, context.getBean(Cvm.class));
			assertThat(output).doesNotContain(WARNING);
		});
	}

	@Test
	void nothingIsSaidWhereSomebodyElseSigns(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> context.getBean(Cvm.class).describeZones("own").block(LIMIT));
			assertThat(this.server.authorization()).isEqualTo("own");
			assertThat(output).doesNotContain(WARNING);
		});
	}

	/** A fake that fails must not lead to the real thing. */
	@Test
	void doesNotFailOver() {
		Receiver other = new Receiver();
		this.runner
			.withPropertyValues("tencentcloud.resilience.products.cvm.fail-over=" + other.host(),
					"tencentcloud.resilience.circuit-breaker.minimum-number-of-calls=1",
					"tencentcloud.resilience.codes.RequestLimitExceeded=transient",
					"tencentcloud.resilience.policies.transient.delay=1ms")
			.run((context) -> assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> context.getBean(Cvm.class).describeZones().block(LIMIT)));
		assertThat(other.count()).isZero();
		other.close();
	}

	/** The same address, called by somebody else. */
	@Test
	void otherCallsStayUntouched(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(ApplicationCall.send(context, this.server.host(), "DescribeZones")).isEqualTo(THROTTLED);
			assertThat(ApplicationCall.send(ApplicationCall.request(context, this.server.host(), "DescribeZones")
				.attributes(TencentCloudAttributes.product("cvm")))).isEqualTo(THROTTLED);
			assertThat(this.server.count()).isEqualTo(2);
			assertThat(this.server.last().contains("Authorization")).isFalse();
			assertThat(this.server.last().contains("X-TC-Region")).isFalse();
			assertThat(output).doesNotContain(WARNING);
		});
	}

	private void assertGuarded(AssertableApplicationContext context, Cvm cvm) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> cvm.describeZones().block(LIMIT))
			.satisfies((ex) -> {
				assertThat(ex.getProduct()).isEqualTo("cvm");
				assertThat(ex.getAttempts()).isGreaterThan(1).isEqualTo(this.server.count());
			});
		assertThat(context.getBean(MeterRegistry.class)
			.get("tencentcloud.client.requests")
			.tags("product", "cvm", "code", "RequestLimitExceeded")
			.timer()
			.count()).isOne();
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones();

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones(@RequestHeader("Authorization") String authorization);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class Services {

	}

}
