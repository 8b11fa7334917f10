package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * HTTP interfaces that are built on {@code WebClient} are guarded, and annotations say
 * what they call.
 */
class HttpServiceGroupTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String OK = "{\"Response\":{\"TotalCount\":7,\"RequestId\":\"r\"}}";

	private static final String CONTENT = "{\"TotalCount\":7,\"RequestId\":\"r\"}";

	private static final String ERROR = "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.SignatureFailure\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private final List<ClientRequest> requests = new CopyOnWriteArrayList<>();

	private String answer = OK;

	private final ExchangeFunction server = (request) -> {
		this.requests.add(request);
		return Mono.just(ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "application/json")
			.body(this.answer)
			.build());
	};

	private final ApplicationContextRunner runner = HttpInterfaceApplication.runner(this.server);

	@Test
	void interfaceOfSpringRaisesTheErrorOfTheEnvelope() {
		this.answer = ERROR;
		this.runner.withUserConfiguration(Plain.class)
			.withPropertyValues("spring.http.serviceclient.zones.base-url=https://cvm.tencentcloudapi.com")
			.run((context) -> assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> context.getBean(Zones.class).describeZones().block(LIMIT))
				.satisfies((ex) -> assertThat(ex.getFailure().describe()).startsWith("cvm.DescribeZones")));
	}

	@Test
	void annotationsSayProductActionAndVersion() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			assertThat(context.getBean(Cvm.class).describeInstances(new Page(20)).block(LIMIT))
				.isEqualTo(new Instances(7, "r"));
			assertThat(last().url()).hasToString("https://cvm.tencentcloudapi.com/");
			assertThat(last().method().name()).isEqualTo("POST");
			assertThat(last().headers().getFirst("X-TC-Action")).isEqualTo("DescribeInstances");
			assertThat(last().headers().getFirst("X-TC-Version")).isEqualTo("2017-03-12");
			context.getBean(Sms.class).sendSms(new Page(1)).block(LIMIT);
			assertThat(last().url()).hasToString("https://sms.tencentcloudapi.com/");
			assertThat(last().headers().containsHeader("X-TC-Version")).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "enforce,", "observe,", "off,", "enforce, OFF", "enforce, OBSERVE" })
	void answerDoesNotDependOnTheMode(String mode, Mode switched) {
		this.runner.withUserConfiguration(Two.class)
			.withPropertyValues("tencentcloud.resilience.mode=" + mode)
			.run((context) -> {
				if (switched != null) {
					context.getBean(TencentCloudResilienceControl.class)
						.switchMode(switched, null, Duration.ofHours(1));
				}
				Cvm cvm = context.getBean(Cvm.class);
				assertThat(cvm.describeInstances(new Page(20)).block(LIMIT)).isEqualTo(new Instances(7, "r"));
				this.answer = ERROR;
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> cvm.describeInstances(new Page(20)).block(LIMIT));
			});
	}

	@ParameterizedTest
	@CsvSource({ "tencentcloud.resilience.unwrap", "tencentcloud.resilience.products.cvm.unwrap" })
	void envelopeForWhoWantsIt(String property) {
		this.runner.withUserConfiguration(Two.class)
			.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context.getBean(Cvm.class).describeZones().block(LIMIT)).isEqualTo(OK));
	}

	@Test
	void envelopeForAGroup() {
		this.runner.withUserConfiguration(Two.class)
			.withBean("whole", WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("cvm")
						.forEachClient((group, client) -> client
							.defaultRequest((request) -> request.attributes(TencentCloudAttributes.unwrap(false)))))
			.run((context) -> {
				assertThat(context.getBean(Cvm.class).describeZones().block(LIMIT)).isEqualTo(OK);
				assertThat(context.getBean(Sms.class).sendSms(new Page(1)).block(LIMIT)).isEqualTo(CONTENT);
			});
	}

	@Test
	void otherInterfacesGetTheEnvelopeUnlessTheyWantTheContent() {
		this.runner.withUserConfiguration(Plain.class)
			.withPropertyValues("spring.http.serviceclient.zones.base-url=https://cvm.tencentcloudapi.com")
			.run((context) -> assertThat(context.getBean(Zones.class).describeZones().block(LIMIT)).isEqualTo(OK));
	}

	@Test
	void actionWithoutArguments() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).describeZones().block(LIMIT);
			assertThat(last().headers().getFirst("X-TC-Action")).isEqualTo("DescribeZones");
			assertThat(last().headers().getFirst("Content-Type")).isEqualTo("application/json");
		});
	}

	@Test
	void actionWithGet() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).describeDisks(20).block(LIMIT);
			assertThat(last().method().name()).isEqualTo("GET");
			assertThat(last().url()).hasToString("https://cvm.tencentcloudapi.com/?Limit=20");
		});
	}

	@Test
	void argumentsHaveTheLastWord() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).describeImages("2099-01-01").block(LIMIT);
			assertThat(last().headers().get("X-TC-Version")).containsExactly("2099-01-01");
		});
	}

	@Test
	void hostOfTheProduct() {
		this.runner.withUserConfiguration(Two.class)
			.withPropertyValues("tencentcloud.resilience.products.CVM.host=cvm.ap-beijing.tencentcloudapi.com")
			.run((context) -> {
				context.getBean(Cvm.class).describeZones().block(LIMIT);
				assertThat(last().url()).hasToString("https://cvm.ap-beijing.tencentcloudapi.com/");
			});
	}

	@Test
	void addressOfTheGroup() {
		this.answer = ERROR;
		this.runner.withUserConfiguration(Two.class)
			.withPropertyValues("tencentcloud.resilience.hosts=proxy.example",
					"spring.http.serviceclient.sms.base-url=https://proxy.example/tencent")
			.run((context) -> {
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> context.getBean(Sms.class).sendSms(new Page(1)).block(LIMIT))
					.satisfies((ex) -> assertThat(ex.getProduct()).isEqualTo("sms"));
				assertThat(last().url()).hasToString("https://proxy.example/tencent/");
				assertThat(context.getBean(Cvm.class)).isNotNull();
			});
	}

	@Test
	void interfacesOfAPackage() {
		this.runner.withUserConfiguration(Packages.class)
			.run((context) -> assertThat(context).hasSingleBean(Cvm.class)
				.hasSingleBean(Sms.class)
				.doesNotHaveBean(Zones.class));
	}

	@Test
	void groupWithAName() {
		this.runner.withUserConfiguration(Named.class)
			.withPropertyValues("spring.http.serviceclient.all.base-url=https://all.tencentcloudapi.com")
			.run((context) -> {
				context.getBean(Sms.class).sendSms(new Page(1)).block(LIMIT);
				assertThat(last().url()).hasToString("https://all.tencentcloudapi.com/");
				assertThat(context.getBeanNamesForType(Zones.class)).containsExactly("all#" + Zones.class.getName());
			});
	}

	@Test
	void interfaceWithoutProductIsRefused() {
		this.runner.withUserConfiguration(Nameless.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageStartingWith("@ImportTencentCloudServices does not know which product "
						+ Zones.class.getName() + " calls. Add @TencentCloudProduct("));
	}

	@Test
	void interfaceOnRestClientIsRefused() {
		this.runner.withUserConfiguration(OnRestClient.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage(Sms.class.getName() + " calls Tencent Cloud and is in the group 'texts', which is built on "
						+ "RestClient. Import it with @ImportTencentCloudServices, or say "
						+ "clientType = HttpServiceGroup.ClientType.WEB_CLIENT."));
	}

	@Test
	void proxyBuiltByHand() {
		WebClient client = WebClient.builder()
			.baseUrl("https://cvm.tencentcloudapi.com")
			.exchangeFunction(this.server)
			.build();
		HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
			.httpRequestValuesProcessor(new TencentCloudActionHeaders())
			.build()
			.createClient(Cvm.class)
			.describeZones()
			.block(LIMIT);
		assertThat(last().headers().getFirst("X-TC-Action")).isEqualTo("DescribeZones");
	}

	private ClientRequest last() {
		return this.requests.get(this.requests.size() - 1);
	}

	interface Zones {

		@PostExchange(url = "/", headers = "X-TC-Action=DescribeZones")
		Mono<String> describeZones();

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		Mono<Instances> describeInstances(@RequestBody Page page);

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones();

		@TencentCloudAction(value = "DescribeDisks", method = "GET")
		Mono<String> describeDisks(@RequestParam("Limit") int limit);

		@TencentCloudAction("DescribeImages")
		Mono<String> describeImages(@RequestHeader("X-TC-Version") String version);

	}

	@TencentCloudProduct("sms")
	interface Sms {

		@TencentCloudAction("SendSms")
		Mono<String> sendSms(@RequestBody Page page);

	}

	@JsonNaming(UpperCamelCaseStrategy.class)
	record Page(int limit) {

	}

	@JsonNaming(UpperCamelCaseStrategy.class)
	record Instances(int totalCount, String requestId) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "zones", types = Zones.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices({ Cvm.class, Sms.class })
	static class Two {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(basePackageClasses = HttpServiceGroupTests.class)
	static class Packages {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(group = "all", types = { Zones.class, Sms.class, Cvm.class })
	static class Named {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "texts", types = Sms.class)
	static class OnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Zones.class)
	static class Nameless {

	}

}
