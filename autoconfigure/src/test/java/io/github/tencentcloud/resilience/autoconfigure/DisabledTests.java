package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpHeaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.actuate.TencentCloudEndpoint;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.telemetry.LibraryInfoGauge;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With {@code tencentcloud.resilience.enabled=false} all that was there is there, and
 * requests are what they were, but nothing is judged except for what annotated interfaces
 * return.
 */
@Tag("integration")
class DisabledTests {

	private static final String ERROR = "{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private final Receiver server = new Receiver(ERROR);

	private final ApplicationContextRunner runner = disabled(HttpInterfaceApplication.runner());

	private ApplicationContextRunner disabled(ApplicationContextRunner runner) {
		return runner.withConfiguration(AutoConfigurations.of(TencentCloudActuatorAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("tencentcloud.resilience.enabled=false",
					"tencentcloud.resilience.products.cvm.host=" + this.server.host(),
					"tencentcloud.resilience.products.cvm.region=ap-guangzhou",
					"tencentcloud.resilience.products.cvm.version=2017-03-12", "tencentcloud.resilience.unwrap=true",
					"tencentcloud.credentials.secret-id=AKIDa", "tencentcloud.credentials.secret-key=b",
					"management.endpoints.web.exposure.include=tencentcloud");
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void requestsKeepWhatTheyNeedAndNothingIsJudged() {
		this.runner.run((context) -> {
			assertThat(ApplicationCall.send(context, this.server.host(), "DescribeZones")).isEqualTo(ERROR);
			assertWhole("DescribeZones");
			assertThat(this.server.count()).isOne();
			assertThat(context.getBean(CircuitBreakers.class).all()).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).find("tencentcloud.client.attempts").timers()).isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
	void interfacesSendActionVersionAndBody(ClientType client) {
		disabled(HttpInterfaceApplication.runner(client)).withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + this.server.host())
			.run((context) -> {
				assertThrows(() -> context.getBean(Cvm.class).describeZones());
				assertWhole("DescribeZones");
				assertThat(this.server.last().get("Content-Length")).isEqualTo("2");
				assertThrows(() -> context.getBean(Cvm.class).describeInstances(Map.of("Limit", 1)));
				assertWhole("DescribeInstances");
				assertThat(this.server.count()).isEqualTo(2);
				assertThat(context.getBean(CircuitBreakers.class).all()).isEmpty();
				assertThat(context.getBean(MeterRegistry.class).find("tencentcloud.client.attempts").timers())
					.isEmpty();
			});
	}

	@ParameterizedTest
	@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
	void interfacesGetTheEnvelopeWhereTheyWantIt(ClientType client) {
		disabled(HttpInterfaceApplication.runner(client)).withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + this.server.host(),
					"tencentcloud.resilience.products.cvm.unwrap=false")
			.run((context) -> assertThat(context.getBean(Cvm.class).describeZones()).isEqualTo(ERROR));
	}

	private static void assertThrows(ThrowingCallable call) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("InternalError"));
	}

	@Test
	void injectedFilterIsThere() {
		this.runner.withBean("mine", Mine.class).run((context) -> {
			assertThat(context).hasNotFailed();
			WebClient client = context.getBean(Mine.class).client();
			assertThat(ApplicationCall.send(ApplicationCall.request(client, this.server.host(), "DescribeZones")))
				.isEqualTo(ERROR);
			assertWhole("DescribeZones");
		});
	}

	@Test
	void switchDoesNotEnable() {
		this.runner.run((context) -> {
			context.getBean(TencentCloudResilienceControl.class).switchMode(Mode.ENFORCE, null, Duration.ofHours(1));
			assertThat(ApplicationCall.send(context, this.server.host(), "DescribeZones")).isEqualTo(ERROR);
		});
	}

	@Test
	void endpointAndMeterSayIt() {
		this.runner.run((context) -> {
			TencentCloudEndpoint endpoint = context.getBean(TencentCloudEndpoint.class);
			assertThat(endpoint.report().mode()).isEqualTo("disabled");
			assertThat(endpoint.report().products()).singleElement()
				.satisfies((product) -> assertThat(product.mode()).isEqualTo("off"));
			assertThat(endpoint.change("off", null, null, null)).satisfies((answer) -> {
				assertThat(answer.getStatus()).isEqualTo(400);
				assertThat(answer.getBody().problem()).contains("tencentcloud.resilience.enabled is false");
			});
			assertThat(context.getBean(TencentCloudResilienceControl.class).active()).isEmpty();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(LibraryInfoGauge.class).bindTo(registry);
			assertThat(registry.get("tencentcloud.client.info").tag("mode", "disabled").gauge().value()).isOne();
		});
	}

	@Test
	void nobodyConnectsToRedis() {
		this.runner
			.withPropertyValues("tencentcloud.resilience.rate-limit.backend=redis",
					"tencentcloud.resilience.rate-limit.redis.url=redis://127.0.0.1:1")
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton(RateLimitRedisConfiguration.QUOTAS))
				.isFalse());
	}

	@Test
	void wrongConfigurationStopsTheStartUpAllTheSame() {
		this.runner.withPropertyValues("tencentcloud.resilience.products.cvm.max-atempts=1")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidTencentCloudConfigurationException.class));
	}

	private void assertWhole(String action) {
		HttpHeaders headers = this.server.last();
		assertThat(headers.get("X-TC-Action")).isEqualTo(action);
		assertThat(headers.get("X-TC-Version")).isEqualTo("2017-03-12");
		assertThat(headers.get("X-TC-Region")).isEqualTo("ap-guangzhou");
		assertThat(headers.get("Authorization")).contains("Credential=AKIDa/");
	}

	@TencentCloudProduct("cvm")
	interface Cvm {

		@TencentCloudAction("DescribeZones")
		String describeZones();

		@TencentCloudAction("DescribeInstances")
		String describeInstances(@RequestBody Map<String, Object> page);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class Services {

	}

	/** A client built by hand, as {@code docs/clients.md} says. */
	static class Mine {

		private final WebClient client;

		Mine(TencentCloudResilienceFilter filter) {
			this.client = WebClient.builder().filter(filter).build();
		}

		WebClient client() {
			return this.client;
		}

	}

}
