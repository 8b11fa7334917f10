package io.github.tencentcloud.resilience.autoconfigure;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.signing.SignatureServer;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Calls that name hosts of Tencent Cloud, and go to an endpoint. It checks that they are
 * signed for the host that they name.
 */
class EndpointAutoConfigurationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String CVM = "cvm.tencentcloudapi.com";

	private static final TencentCloudCredentials CREDENTIALS = TencentCloudCredentials.of("AKIDexample", "aKey");

	private final SignatureServer server = new SignatureServer(Clock.systemUTC(), CREDENTIALS);

	private final ApplicationContextRunner runner = redirected(HttpInterfaceApplication.runner());

	private ApplicationContextRunner redirected(ApplicationContextRunner runner) {
		return runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("tencentcloud.credentials.secret-id=AKIDexample",
					"tencentcloud.credentials.secret-key=aKey", "tencentcloud.resilience.policies.throttled.delay=1ms",
					"tencentcloud.resilience.policies.throttled.jitter=0",
					"tencentcloud.resilience.policies.transient.delay=1ms",
					"tencentcloud.resilience.policies.transient.jitter=0",
					"tencentcloud.resilience.endpoint=http://127.0.0.1:" + this.server.port());
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mode=enforce", "mode=observe", "mode=off", "enabled=false", "products.cvm.mode=off" })
	void callGoesThereSignedForTheHostThatItNames(String property) {
		this.server.behind(CVM);
		this.runner.withPropertyValues("tencentcloud.resilience." + property).run((context) -> {
			send(context, "https://cvm.tencentcloudapi.com/", "DescribeZones");
			assertAccepted(CVM);
			assertThat(this.server.last().header("Host")).isEqualTo("127.0.0.1:" + this.server.port());
			assertThat(this.server.last().header("Authorization")).contains("/cvm/tc3_request");
		});
	}

	@Test
	void switchedOffItGoesThereAllTheSame() {
		this.server.behind(CVM);
		this.runner.run((context) -> {
			context.getBean(TencentCloudResilienceControl.class).switchMode(Mode.OFF, "cvm", Duration.ofHours(1));
			send(context, "https://cvm.tencentcloudapi.com/", "DescribeZones");
			assertAccepted(CVM);
		});
	}

	@Test
	void repetitionsGoThereToo() {
		this.server.behind(CVM);
		this.server.answer(() -> (this.server.received().size() < 2) ? "RequestLimitExceeded" : SignatureServer.OK);
		this.runner.run((context) -> {
			send(context, "https://cvm.tencentcloudapi.com/", "RunInstances");
			assertThat(this.server.received()).extracting("code")
				.containsExactly("RequestLimitExceeded", "RequestLimitExceeded", SignatureServer.OK);
			assertThat(this.server.received()).extracting((request) -> request.header("X-Forwarded-Host"))
				.containsOnly(CVM);
		});
	}

	@Test
	void queryOfAGetIsKeptAndSigned() {
		this.server.behind(CVM);
		this.runner.run((context) -> {
			context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri("https://cvm.tencentcloudapi.com/?Offset=0&Limit=1&Name=a%20b")
				.header("X-TC-Action", "DescribeZones")
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT);
			assertAccepted(CVM);
		});
	}

	@Test
	void productBreakerRegionAndMetersAreThoseOfTheHostThatItNames() {
		this.server.behind("cvm.ap-beijing.tencentcloudapi.com");
		this.runner.withPropertyValues("tencentcloud.resilience.circuit-breaker.scope=product,region,host")
			.run((context) -> {
				send(context, "https://cvm.ap-beijing.tencentcloudapi.com/", "DescribeZones");
				assertThat(breakers(context))
					.containsExactly("tencentcloud-cvm-ap-beijing-cvm-ap-beijing-tencentcloudapi-com");
				assertThat(context.getBean(MeterRegistry.class)
					.get("tencentcloud.client.requests")
					.tags("product", "cvm", "api.region", "ap-beijing", "code", "OK")
					.timer()
					.count()).isOne();
			});
	}

	@Test
	void failOverRests() {
		this.server.behind(CVM);
		this.server.fail("InternalError");
		this.runner
			.withPropertyValues("tencentcloud.resilience.products.cvm.fail-over=cvm.ap-beijing.tencentcloudapi.com")
			.run((context) -> {
				trySend(context, "https://cvm.tencentcloudapi.com/", "DescribeZones");
				assertThat(this.server.received()).hasSize(3)
					.allSatisfy((request) -> assertThat(request.header("X-Forwarded-Host")).isEqualTo(CVM));
				assertThat(breakers(context)).containsExactly("tencentcloud-cvm-none-cvm-tencentcloudapi-com");
			});
	}

	@Test
	void productHasAnEndpointOfItsOwn() {
		this.server.behind(CVM);
		try (SignatureServer sms = new SignatureServer(Clock.systemUTC(), CREDENTIALS)) {
			sms.behind("sms.tencentcloudapi.com");
			this.runner
				.withPropertyValues("tencentcloud.resilience.products.SMS.endpoint=http://localhost:" + sms.port())
				.run((context) -> {
					send(context, "https://cvm.tencentcloudapi.com/", "DescribeZones");
					send(context, "https://sms.tencentcloudapi.com/", "SendSms");
					assertAccepted(CVM);
					assertThat(sms.received()).singleElement().extracting("code").isEqualTo(SignatureServer.OK);
				});
		}
	}

	@Test
	void signingHostIsWhatTheServerIsTold() {
		this.server.behind(CVM);
		this.runner
			.withPropertyValues("tencentcloud.resilience.products.cvm.host=proxy.example:8443",
					"tencentcloud.resilience.products.cvm.signing-host=" + CVM)
			.run((context) -> {
				send(context, "http://proxy.example:8443/", "DescribeZones");
				assertAccepted(CVM);
			});
	}

	@Test
	void hostHeaderOfTheCallerIsWhatTheServerIsTold() {
		this.server.behind("CVM.internal.tencentcloudapi.com");
		this.runner.run((context) -> {
			ApplicationCall.send(request(context, "https://cvm.tencentcloudapi.com/", "DescribeZones")
				.header("Host", "CVM.internal.tencentcloudapi.com")
				.header("X-Forwarded-Host", "somebody.example"));
			assertAccepted("CVM.internal.tencentcloudapi.com");
			assertThat(this.server.last().header("Host")).isEqualTo("127.0.0.1:" + this.server.port());
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
	void interfacesGoThere(ClientType client) {
		this.server.behind(CVM);
		redirected(HttpInterfaceApplication.runner(client)).withUserConfiguration(Services.class).run((context) -> {
			context.getBean(Cvm.class).describeZones();
			assertAccepted(CVM);
		});
	}

	/** Its address is named nowhere, but that of the endpoint is. */
	@ParameterizedTest
	@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
	void interfacesWithAnAddressOfTheirOwnGoThere(ClientType client) {
		this.server.behind("proxy.example:8443");
		redirected(HttpInterfaceApplication.runner(client)).withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://proxy.example:8443")
			.run((context) -> {
				context.getBean(Cvm.class).describeZones();
				assertAccepted("proxy.example:8443");
				assertThat(this.server.last().header("Authorization")).contains("/cvm/tc3_request");
			});
	}

	/** The exceptions of clients name the host of the request. */
	@ParameterizedTest
	@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
	void failureTellsWhereItWent(ClientType client) {
		this.server.close();
		redirected(HttpInterfaceApplication.runner(client)).withUserConfiguration(Services.class)
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(Cvm.class).describeZones())
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex)).hasValueSatisfying(
						(failure) -> assertThat(failure.message()).contains("127.0.0.1:" + this.server.port()))));
	}

	@Test
	void signatureOfTheCallerStays() {
		try (Receiver gateway = new Receiver()) {
			this.runner.withPropertyValues("tencentcloud.resilience.endpoint=http://" + gateway.host())
				.run((context) -> {
					ApplicationCall.send(request(context, "https://cvm.tencentcloudapi.com/", "DescribeZones")
						.header("Authorization", "Own"));
					assertThat(gateway.last().getAll("Authorization")).containsExactly("Own");
					assertThat(gateway.last().get("X-Forwarded-Host")).isEqualTo(CVM);
				});
		}
	}

	@Test
	void otherHostsDoNotGoThere() {
		try (Receiver other = new Receiver()) {
			this.runner.run((context) -> {
				send(context, "http://" + other.host() + "/", "DescribeZones");
				assertThat(other.last().contains("X-Forwarded-Host")).isFalse();
				assertThat(this.server.received()).isEmpty();
			});
		}
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			''     | ''          | /
			''     | /           | /
			/      | /?b=1&a=%20 | /?b=1&a=%20
			/tc/   | /           | /tc/
			/tc    | ''          | /tc/
			/tc    | ?a=1        | /tc/?a=1
			/a/b/  | /x%2Fy/z    | /a/b/x%2Fy/z
			""", delimiter = '|')
	void pathOfTheRequestComesAfterThatOfTheEndpoint(String endpoint, String request, String expected) {
		try (Receiver gateway = new Receiver()) {
			this.runner
				.withPropertyValues("tencentcloud.resilience.endpoint=HTTP://" + gateway.host() + endpoint,
						"tencentcloud.signing.enabled=false")
				.run((context) -> {
					ApplicationCall.send(context.getBean(WebClient.Builder.class)
						.build()
						.post()
						.uri(URI.create("https://cvm.tencentcloudapi.com" + request)));
					assertThat(gateway.lastUri()).isEqualTo(expected);
					assertThat(gateway.last().get("X-Forwarded-Host")).isEqualTo(CVM);
					assertThat(gateway.last().contains("Authorization")).isFalse();
				});
		}
	}

	/** Also because the filter may be there twice. */
	@ParameterizedTest
	@ValueSource(strings = { "enforce", "off" })
	void requestThatNamesTheEndpointIsSentAsItIs(String mode) {
		try (Receiver gateway = new Receiver()) {
			this.runner
				.withPropertyValues("tencentcloud.resilience.endpoint=http://" + gateway.host() + "/tc",
						"tencentcloud.resilience.mode=" + mode,
						"tencentcloud.resilience.products.cvm.host=" + gateway.host())
				.run((context) -> {
					send(context, "http://" + gateway.host() + "/x", "DescribeZones");
					assertThat(gateway.lastUri()).isEqualTo("/x");
					assertThat(gateway.last().contains("X-Forwarded-Host")).isFalse();
					assertThat(gateway.authorization()).contains("Credential=AKIDexample/");
					assertThat(gateway.count()).isOne();
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "https://gateway.example, true", "https://gateway.example/tc, true", "http://localhost, true",
			"http://[::1]:8089, true", "http://gateway.example, false", "http://10.0.0.1:8089, false" })
	void whatOthersCouldReadIsNotSigned(String endpoint, boolean signed) {
		Recorder recorder = new Recorder();
		this.runner.withPropertyValues("tencentcloud.resilience.endpoint=" + endpoint)
			.withBean(ClientHttpConnector.class, () -> recorder)
			.run((context) -> {
				send(context, "https://cvm.tencentcloudapi.com/", "DescribeZones");
				assertThat(recorder.requests).singleElement().satisfies((request) -> {
					assertThat(request.getURI()).asString().startsWith(endpoint);
					assertThat(request.getHeaders().getFirst("X-Forwarded-Host")).isEqualTo(CVM);
					assertThat(request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)).isEqualTo(signed);
				});
			});
	}

	private void assertAccepted(String host) {
		assertThat(this.server.received()).singleElement().satisfies((request) -> {
			assertThat(request.code()).isEqualTo(SignatureServer.OK);
			assertThat(request.headers().get("X-Forwarded-Host")).containsExactly(host);
		});
	}

	private static void send(ApplicationContext context, String url, String action) {
		ApplicationCall.send(request(context, url, action));
	}

	private static void trySend(ApplicationContext context, String url, String action) {
		request(context, url, action).bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.onErrorComplete()
			.block(LIMIT);
	}

	private static WebClient.RequestBodySpec request(ApplicationContext context, String url, String action) {
		return context.getBean(WebClient.Builder.class).build().post().uri(url).header("X-TC-Action", action);
	}

	private static List<String> breakers(ApplicationContext context) {
		return context.getBean(CircuitBreakerRegistry.class)
			.getAllCircuitBreakers()
			.stream()
			.map(CircuitBreaker::getName)
			.toList();
	}

	/** Sends nothing anywhere, and remembers what it would have sent. */
	private static final class Recorder implements ClientHttpConnector {

		private final List<MockClientHttpRequest> requests = new CopyOnWriteArrayList<>();

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> callback) {
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			this.requests.add(request);
			MockClientHttpResponse response = new MockClientHttpResponse(HttpStatus.OK);
			response.getHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
			response.setBody("{\"Response\":{\"RequestId\":\"1\"}}");
			return callback.apply(request).thenReturn(response);
		}

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class Services {

	}

}
