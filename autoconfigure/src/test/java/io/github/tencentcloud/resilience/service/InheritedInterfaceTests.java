package io.github.tencentcloud.resilience.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.InMemoryServer;
import io.github.tencentcloud.resilience.TencentCloudAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Methods that an interface inherits belong to the interface that was imported: they call
 * its product, and send its version.
 */
@ParameterizedClass
@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
class InheritedInterfaceTests {

	private final InMemoryServer server = new InMemoryServer("{\"Response\":{\"RequestId\":\"r\"}}");

	private final ClientType client;

	private final ApplicationContextRunner runner;

	InheritedInterfaceTests(ClientType client) {
		this.client = client;
		this.runner = HttpInterfaceApplication.runner(client, this.server);
	}

	@Test
	void inheritedMethod() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).list(Map.of());
			assertLast("List", "cvm", "2017-03-12");
			context.getBean(Sms.class).list(Map.of());
			assertLast("List", "sms", "2021-01-11");
		});
	}

	@Test
	void methodOfAnAncestorOfAnAncestor() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).ping();
			assertLast("Ping", "cvm", "2017-03-12");
		});
	}

	@Test
	void methodCalledThroughTheInterfaceThatDeclaresIt() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			Crud<Map<String, Object>> crud = context.getBean(Cvm.class);
			crud.list(Map.of());
			assertLast("List", "cvm", "2017-03-12");
		});
	}

	@Test
	void methodThatIsDeclaredAgain() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Sms.class).count();
			assertLast("CountSms", "sms", "2021-01-11");
			context.getBean(Cvm.class).count();
			assertLast("Count", "cvm", "2017-03-12");
		});
	}

	@Test
	void newerVersionOfAnInterface() {
		this.runner.withUserConfiguration(Newer.class).run((context) -> {
			context.getBean(CvmNext.class).describeZones();
			assertLast("DescribeZones", "cvm", "2099-01-01");
			context.getBean(CvmNext.class).list(Map.of());
			assertLast("List", "cvm", "2099-01-01");
		});
	}

	@Test
	void productOfAnAncestorThatDeclaresNothing() {
		this.runner.withUserConfiguration(Child.class).run((context) -> {
			context.getBean(CvmChild.class).list(Map.of());
			assertLast("List", "cvm", "2017-03-12");
		});
	}

	@Test
	void versionOfTheProperties() {
		this.runner.withUserConfiguration(Unversioned.class)
			.withPropertyValues("tencentcloud.resilience.products.cam.version=2019-01-16")
			.run((context) -> {
				context.getBean(Cam.class).list(Map.of());
				assertLast("List", "cam", "2019-01-16");
			});
	}

	@Test
	void importedByTheAnnotationOfSpring() {
		Class<?> imported = (this.client == ClientType.WEB_CLIENT) ? OfSpring.class : OfSpringOnRestClient.class;
		this.runner.withUserConfiguration(imported).run((context) -> {
			context.getBean(Cvm.class).list(Map.of());
			assertLast("List", "cvm", "2017-03-12");
		});
	}

	@Test
	void ofTheSameProductInOneGroup() {
		this.runner.withUserConfiguration(Twins.class).run((context) -> {
			context.getBean(Cvm.class).list(Map.of());
			assertLast("List", "cvm", "2017-03-12");
			context.getBean(CvmTwin.class).list(Map.of());
			assertLast("List", "cvm", "2017-03-12");
		});
	}

	@Test
	void ofDifferentProductsInOneGroupIsRefused() {
		this.runner.withUserConfiguration(Mixed.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("both inherit", Cvm.class.getName(), Sms.class.getName(),
						"Put each in a group of its own"));
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
			.httpRequestValuesProcessor(new TencentCloudActionHeaders(Set.of(Cvm.class)))
			.build()
			.createClient(Cvm.class)
			.list(Map.of());
		assertLast("List", "cvm", "2017-03-12");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			Slashes     | '2017/03/12' is no version, which is a date. Write the name itself, '2017-03-12'.
			Placeholder | '${version}' is no version, which is a date. Placeholders are not resolved there.
			Blank       | 'c vm' is no product. Write the name itself, such as 'cvm'.
			Action      | 'Describe Zones' is no action. Write the name itself, such as 'DescribeInstances'.
			""")
	void wrongNamesAreRefused(String type, String message) throws ReflectiveOperationException {
		Class<?> service = Class.forName(getClass().getName() + "$" + type);
		assertThatIllegalStateException().isThrownBy(() -> new TencentCloudActionHeaders(Set.of(service)))
			.withMessageContaining(message)
			.withMessageContaining(service.getName());
	}

	@Test
	void wrongNameStopsTheStartUp() {
		this.runner.withUserConfiguration(Wrong.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Write the name itself, '2017-03-12'."));
	}

	private void assertLast(String action, String product, String version) {
		InMemoryServer.Request last = this.server.last();
		assertThat(last.headers().get("X-TC-Action")).containsExactly(action);
		assertThat(last.headers().get("X-TC-Version")).containsExactly(version);
		assertThat(last.attributes()).containsAllEntriesOf(attributes(product));
	}

	private static Map<String, Object> attributes(String product) {
		Map<String, Object> attributes = new HashMap<>();
		TencentCloudAttributes.product(product).accept(attributes);
		return attributes;
	}

	interface Pinged {

		@TencentCloudAction("Ping")
		String ping();

	}

	interface Crud<T> extends Pinged {

		@TencentCloudAction("List")
		String list(@RequestBody T page);

		@TencentCloudAction("Count")
		String count();

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm extends Crud<Map<String, Object>> {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

	@TencentCloudProduct(value = "sms", version = "2021-01-11")
	interface Sms extends Crud<Map<String, Object>> {

		@Override
		@TencentCloudAction("CountSms")
		String count();

	}

	@TencentCloudProduct(value = "cvm", version = "2099-01-01")
	interface CvmNext extends Cvm {

	}

	interface CvmChild extends Cvm {

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface CvmTwin extends Crud<Map<String, Object>> {

	}

	@TencentCloudProduct("cam")
	interface Cam extends Crud<Map<String, Object>> {

	}

	@TencentCloudProduct(value = "cvm", version = "2017/03/12")
	interface Slashes {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

	@TencentCloudProduct(value = "cvm", version = "${version}")
	interface Placeholder {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

	@TencentCloudProduct("c vm")
	interface Blank {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

	@TencentCloudProduct("cvm")
	interface Action {

		@TencentCloudAction("Describe Zones")
		String describeZones();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices({ Cvm.class, Sms.class })
	static class Two {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(CvmNext.class)
	static class Newer {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(CvmChild.class)
	static class Child {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cam.class)
	static class Unversioned {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "own", types = Cvm.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
	static class OfSpring {

	}

	/** Which is its default. */
	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "own", types = Cvm.class)
	static class OfSpringOnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices({ Cvm.class, CvmTwin.class })
	static class Twins {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(group = "all", types = { Cvm.class, Sms.class })
	static class Mixed {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Slashes.class)
	static class Wrong {

	}

}
