package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.InMemoryServer;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.autoconfigure.scanned.ScannedCvm;
import io.github.tencentcloud.resilience.autoconfigure.scanned.ScannedOther;
import io.github.tencentcloud.resilience.autoconfigure.scanned.ScannedSms;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * HTTP interfaces are guarded whichever client they are built on, and annotations say
 * what they call.
 */
@Tag("integration")
@ParameterizedClass
@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
class HttpServiceGroupTests {

	private static final String OK = "{\"Response\":{\"TotalCount\":7,\"RequestId\":\"r\"}}";

	private static final String CONTENT = "{\"TotalCount\":7,\"RequestId\":\"r\"}";

	private static final String ERROR = "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.SignatureFailure\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private static final String THROTTLED = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private final InMemoryServer server = new InMemoryServer(OK);

	private final ClientType client;

	private final ApplicationContextRunner runner;

	HttpServiceGroupTests(ClientType client) {
		this.client = client;
		this.runner = HttpInterfaceApplication.runner(client, this.server);
	}

	@Test
	void interfaceOfSpringRaisesTheErrorOfTheEnvelope() {
		this.server.answers(ERROR);
		this.runner.withUserConfiguration(plain())
			.withPropertyValues("spring.http.serviceclient.zones.base-url=https://cvm.tencentcloudapi.com")
			.run((context) -> assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> context.getBean(Zones.class).describeZones())
				.satisfies((ex) -> assertThat(ex.getFailure().describe()).startsWith("cvm.DescribeZones")));
	}

	@Test
	void annotationsSayProductActionAndVersion() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			assertThat(context.getBean(Cvm.class).describeInstances(new Page(20))).isEqualTo(new Instances(7, "r"));
			assertThat(this.server.last().uri()).hasToString("https://cvm.tencentcloudapi.com/");
			assertThat(this.server.last().method().name()).isEqualTo("POST");
			assertThat(this.server.last().header("X-TC-Action")).isEqualTo("DescribeInstances");
			assertThat(this.server.last().header("X-TC-Version")).isEqualTo("2017-03-12");
			context.getBean(Sms.class).sendSms(new Page(1));
			assertThat(this.server.last().uri()).hasToString("https://sms.tencentcloudapi.com/");
			assertThat(this.server.last().headers().containsHeader("X-TC-Version")).isFalse();
		});
	}

	/** Boot's own configurers of groups are excluded, or a slice leaves them out. */
	@Test
	void guardedWithoutBootsPartToo() {
		this.server.answers(THROTTLED);
		HttpInterfaceApplication
			.answeredBy(this.server,
					new ApplicationContextRunner().withConfiguration(HttpInterfaceApplication.withoutBootsInterfaces()))
			.withPropertyValues("tencentcloud.resilience.policies.throttled.delay=1ms",
					"tencentcloud.resilience.policies.throttled.jitter=0")
			.withUserConfiguration((this.client == ClientType.REST_CLIENT) ? OnRestClient.class : OnWebClient.class)
			.run((context) -> {
				Cvm cvm = context.getBean(Cvm.class);
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> cvm.describeInstances(new Page(20)))
					.satisfies((ex) -> assertThat(ex.getFailure().attempts()).isGreaterThan(1));
				this.server.answers(OK);
				assertThat(cvm.describeInstances(new Page(20))).isEqualTo(new Instances(7, "r"));
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
				assertThat(cvm.describeInstances(new Page(20))).isEqualTo(new Instances(7, "r"));
				this.server.answers(ERROR);
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> cvm.describeInstances(new Page(20)));
			});
	}

	@ParameterizedTest
	@CsvSource({ "tencentcloud.resilience.unwrap", "tencentcloud.resilience.products.cvm.unwrap" })
	void envelopeForWhoWantsIt(String property) {
		this.runner.withUserConfiguration(Two.class)
			.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context.getBean(Cvm.class).describeZones()).isEqualTo(OK));
	}

	@Test
	void envelopeForAGroup() {
		this.runner.withUserConfiguration(Two.class)
			.withBean("wholeOnWebClient", WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("cvm")
						.forEachClient((group, client) -> client
							.defaultRequest((request) -> request.attributes(TencentCloudAttributes.unwrap(false)))))
			.withBean("wholeOnRestClient", RestClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("cvm")
						.forEachClient((group, client) -> client
							.defaultRequest((request) -> request.attributes(TencentCloudAttributes.unwrap(false)))))
			.run((context) -> {
				assertThat(context.getBean(Cvm.class).describeZones()).isEqualTo(OK);
				assertThat(context.getBean(Sms.class).sendSms(new Page(1))).isEqualTo(CONTENT);
			});
	}

	@Test
	void otherInterfacesGetTheEnvelopeUnlessTheyWantTheContent() {
		this.runner.withUserConfiguration(plain())
			.withPropertyValues("spring.http.serviceclient.zones.base-url=https://cvm.tencentcloudapi.com")
			.run((context) -> assertThat(context.getBean(Zones.class).describeZones()).isEqualTo(OK));
	}

	@Test
	void actionWithoutArguments() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).describeZones();
			assertThat(this.server.last().header("X-TC-Action")).isEqualTo("DescribeZones");
			assertThat(this.server.last().header("Content-Type")).isEqualTo("application/json");
		});
	}

	@Test
	void actionWithGet() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).describeDisks(20);
			assertThat(this.server.last().method().name()).isEqualTo("GET");
			assertThat(this.server.last().uri()).hasToString("https://cvm.tencentcloudapi.com/?Limit=20");
		});
	}

	@Test
	void argumentsHaveTheLastWord() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).describeImages("2099-01-01");
			assertThat(this.server.last().headers().get("X-TC-Version")).containsExactly("2099-01-01");
		});
	}

	@Test
	void hostOfTheProduct() {
		this.runner.withUserConfiguration(Two.class)
			.withPropertyValues("tencentcloud.resilience.products.CVM.host=cvm.ap-beijing.tencentcloudapi.com")
			.run((context) -> {
				context.getBean(Cvm.class).describeZones();
				assertThat(this.server.last().uri()).hasToString("https://cvm.ap-beijing.tencentcloudapi.com/");
			});
	}

	@Test
	void addressOfTheGroup() {
		this.server.answers(ERROR);
		this.runner.withUserConfiguration(Two.class)
			.withPropertyValues("tencentcloud.resilience.hosts=proxy.example",
					"spring.http.serviceclient.sms.base-url=https://proxy.example/tencent")
			.run((context) -> {
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> context.getBean(Sms.class).sendSms(new Page(1)))
					.satisfies((ex) -> assertThat(ex.getProduct()).isEqualTo("sms"));
				assertThat(this.server.last().uri()).hasToString("https://proxy.example/tencent/");
				assertThat(context.getBean(Cvm.class)).isNotNull();
			});
	}

	@Test
	void addressOfAConfigurer() {
		this.runner.withUserConfiguration(Two.class)
			.withBean("addressOnWebClient", WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("sms")
						.forEachClient((group, client) -> client.baseUrl("https://mine.example")))
			.withBean("addressOnRestClient", RestClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("sms")
						.forEachClient((group, client) -> client.baseUrl("https://mine.example")))
			.withPropertyValues("spring.http.serviceclient.sms.base-url=https://proxy.example")
			.run((context) -> {
				assertThat(context.getBean(Sms.class).sendSms(new Page(1))).isEqualTo(CONTENT);
				assertThat(this.server.last().uri()).hasToString("https://mine.example/");
			});
	}

	@Test
	void interfacesOfAPackage() {
		this.runner.withUserConfiguration(Packages.class)
			.run((context) -> assertThat(context).hasSingleBean(ScannedCvm.class)
				.hasSingleBean(ScannedSms.class)
				.doesNotHaveBean(ScannedOther.class));
	}

	@Test
	void groupWithAName() {
		this.runner.withUserConfiguration(Named.class)
			.withPropertyValues("spring.http.serviceclient.all.base-url=https://all.tencentcloudapi.com")
			.run((context) -> {
				context.getBean(Sms.class).sendSms(new Page(1));
				assertThat(this.server.last().uri()).hasToString("https://all.tencentcloudapi.com/");
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

	/** As everybody writes it who knows Spring. */
	@Test
	void importedByTheAnnotationOfSpring() {
		Class<?> imported = (this.client == ClientType.WEB_CLIENT) ? TextsOnWebClient.class : TextsOnRestClient.class;
		this.server.answers(ERROR);
		this.runner.withUserConfiguration(imported).run((context) -> {
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> context.getBean(Sms.class).sendSms(new Page(1)))
				.satisfies((ex) -> assertThat(ex.getFailure().describe()).startsWith("sms.SendSms"));
			assertThat(this.server.last().uri()).hasToString("https://sms.tencentcloudapi.com/");
			assertThat(this.server.last().header("X-TC-Action")).isEqualTo("SendSms");
		});
	}

	@Test
	void clientThatIsChosen() {
		assertClient(HttpInterfaceApplication.runner(ClientType.WEB_CLIENT, this.server)
			.withUserConfiguration(
					(this.client == ClientType.WEB_CLIENT) ? ChosenWebClient.class : ChosenRestClient.class));
	}

	@Test
	void clientThatNobodyChose() {
		assertClient(this.runner.withUserConfiguration(Two.class));
	}

	private void assertClient(ApplicationContextRunner runner) {
		Set<ClientType> clients = EnumSet.noneOf(ClientType.class);
		runner
			.withBean("seenOnRestClient", RestClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.forEachClient((group, client) -> clients.add(group.clientType())))
			.withBean("seenOnWebClient", WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.forEachClient((group, client) -> clients.add(group.clientType())))
			.run((context) -> assertThat(context.getBean(Sms.class).sendSms(new Page(1))).isEqualTo(CONTENT));
		assertThat(clients).containsExactly(this.client);
	}

	/** Spring lets nobody make it after anybody else has asked for it. */
	@Test
	void clientThatTheApplicationMakes() {
		this.runner.withUserConfiguration(Two.class)
			.withBean(MakesRestClient.class)
			.withBean(MakesWebClient.class)
			.run((context) -> {
				assertThat(context.getBean(Sms.class).sendSms(new Page(1))).isEqualTo(CONTENT);
				assertThat(this.server.last().header("X-Mine")).isEqualTo("1");
			});
	}

	@Test
	void proxyBuiltByHand() {
		String address = "https://cvm.tencentcloudapi.com";
		HttpExchangeAdapter adapter = (this.client == ClientType.WEB_CLIENT)
				? WebClientAdapter.create(
						WebClient.builder().baseUrl(address).exchangeFunction(this.server.exchangeFunction()).build())
				: RestClientAdapter
					.create(RestClient.builder().baseUrl(address).requestFactory(this.server.requestFactory()).build());
		HttpServiceProxyFactory.builderFor(adapter)
			.httpRequestValuesProcessor(new TencentCloudActionHeaders())
			.build()
			.createClient(Cvm.class)
			.describeZones();
		assertThat(this.server.last().header("X-TC-Action")).isEqualTo("DescribeZones");
	}

	private Class<?> plain() {
		return (this.client == ClientType.WEB_CLIENT) ? PlainOnWebClient.class : PlainOnRestClient.class;
	}

	interface Zones {

		@PostExchange(url = "/", headers = "X-TC-Action=DescribeZones")
		String describeZones();

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		Instances describeInstances(@RequestBody Page page);

		@TencentCloudAction("DescribeZones")
		String describeZones();

		@TencentCloudAction(value = "DescribeDisks", method = "GET")
		String describeDisks(@RequestParam("Limit") int limit);

		@TencentCloudAction("DescribeImages")
		String describeImages(@RequestHeader("X-TC-Version") String version);

	}

	@TencentCloudProduct("sms")
	interface Sms {

		@TencentCloudAction("SendSms")
		String sendSms(@RequestBody Page page);

	}

	@JsonNaming(UpperCamelCaseStrategy.class)
	record Page(int limit) {

	}

	@JsonNaming(UpperCamelCaseStrategy.class)
	record Instances(int totalCount, String requestId) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "zones", types = Zones.class, clientType = ClientType.WEB_CLIENT)
	static class PlainOnWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "zones", types = Zones.class)
	static class PlainOnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices({ Cvm.class, Sms.class })
	static class Two {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(types = Cvm.class, clientType = ClientType.REST_CLIENT)
	static class OnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(types = Cvm.class, clientType = ClientType.WEB_CLIENT)
	static class OnWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(basePackageClasses = ScannedCvm.class)
	static class Packages {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(group = "all", types = { Zones.class, Sms.class, Cvm.class })
	static class Named {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "texts", types = Sms.class)
	static class TextsOnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "texts", types = Sms.class, clientType = ClientType.WEB_CLIENT)
	static class TextsOnWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(value = Sms.class, clientType = ClientType.REST_CLIENT)
	static class ChosenRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(value = Sms.class, clientType = ClientType.WEB_CLIENT)
	static class ChosenWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Zones.class)
	static class Nameless {

	}

	static class MakesRestClient implements RestClientHttpServiceGroupConfigurer {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void configureGroups(Groups<RestClient.Builder> groups) {
			groups.forEachClient((group) -> RestClient.builder().defaultHeader("X-Mine", "1"));
		}

	}

	static class MakesWebClient implements WebClientHttpServiceGroupConfigurer {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void configureGroups(Groups<WebClient.Builder> groups) {
			groups.forEachClient((group) -> WebClient.builder().defaultHeader("X-Mine", "1"));
		}

	}

}
