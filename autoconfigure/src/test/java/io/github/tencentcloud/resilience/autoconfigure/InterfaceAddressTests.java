package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;
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
@Tag("integration")
@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass
@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
class InterfaceAddressTests {

	private static final String THROTTLED = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private static final String WARNING = "are guarded, but not signed";

	private final Receiver server = new Receiver(THROTTLED);

	private final ClientType client;

	private final ApplicationContextRunner withoutCredentials;

	private final ApplicationContextRunner runner;

	InterfaceAddressTests(ClientType client) {
		this.client = client;
		this.withoutCredentials = HttpInterfaceApplication.runner(client)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + this.server.host(),
					"tencentcloud.resilience.products.cvm.region=ap-guangzhou",
					"tencentcloud.resilience.policies.throttled.delay=1ms",
					"tencentcloud.resilience.policies.throttled.jitter=0ms");
		this.runner = this.withoutCredentials.withPropertyValues("tencentcloud.credentials.secret-id=AKIDa",
				"tencentcloud.credentials.secret-key=b");
	}

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
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> cvm.describeZones());
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
			String address = "http://" + this.server.host();
			assertGuarded(context,
					proxy((this.client == ClientType.WEB_CLIENT)
							? WebClientAdapter.create(WebClient.builder()
								.baseUrl(address)
								.filter(context.getBean(TencentCloudResilienceFilter.class))
								.build())
							: RestClientAdapter.create(RestClient.builder()
								.baseUrl(address)
								.requestInterceptor(context.getBean(TencentCloudResilienceInterceptor.class))
								.build())));
			assertThat(this.server.last().contains("Authorization")).isFalse();
			assertThat(output).containsOnlyOnce(WARNING);
		});
	}

	@Test
	void proxyBuiltByHandOfAClientOfBoot(CapturedOutput output) {
		this.runner.run((context) -> {
			String address = "http://" + this.server.host();
			assertGuarded(context, proxy((this.client == ClientType.WEB_CLIENT)
					? WebClientAdapter.create(context.getBean(WebClient.Builder.class).baseUrl(address).build())
					: RestClientAdapter.create(context.getBean(RestClient.Builder.class).baseUrl(address).build())));
			assertThat(this.server.last().contains("Authorization")).isFalse();
			assertThat(output).containsOnlyOnce(WARNING);
		});
	}

	private static Cvm proxy(HttpExchangeAdapter adapter) {
		return HttpServiceProxyFactory.builderFor(adapter)
			.httpRequestValuesProcessor(new TencentCloudActionHeaders(List.of(Cvm.class)))
			.build()
			.createClient(Cvm.class);
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
				.isThrownBy(() -> context.getBean(Cvm.class).describeZones("own"));
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
				.isThrownBy(() -> context.getBean(Cvm.class).describeZones()));
		assertThat(other.count()).isZero();
		other.close();
	}

	/** The same address, called by somebody else. */
	@Test
	void otherCallsStayUntouched(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(send(context, (attributes) -> {
			})).isEqualTo(THROTTLED);
			assertThat(send(context, TencentCloudAttributes.product("cvm"))).isEqualTo(THROTTLED);
			assertThat(this.server.count()).isEqualTo(2);
			assertThat(this.server.last().contains("Authorization")).isFalse();
			assertThat(this.server.last().contains("X-TC-Region")).isFalse();
			assertThat(output).doesNotContain(WARNING);
		});
	}

	private String send(ApplicationContext context, Consumer<Map<String, Object>> attributes) {
		String host = this.server.host();
		if (this.client == ClientType.WEB_CLIENT) {
			return ApplicationCall.send(ApplicationCall.request(context, host, "DescribeZones").attributes(attributes));
		}
		return context.getBean(RestClient.Builder.class)
			.build()
			.post()
			.uri("http://" + host + "/")
			.header("X-TC-Action", "DescribeZones")
			.attributes(attributes)
			.body("{}")
			.retrieve()
			.body(String.class);
	}

	private void assertGuarded(AssertableApplicationContext context, Cvm cvm) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> cvm.describeZones())
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
		String describeZones();

		@TencentCloudAction("DescribeZones")
		String describeZones(@RequestHeader("Authorization") String authorization);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class Services {

	}

}
