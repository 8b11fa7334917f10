package io.github.tencentcloud.resilience.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.TencentCloudAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Methods that an interface inherits belong to the interface that was imported: they call
 * its product, and send its version.
 */
class InheritedInterfaceTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final List<ClientRequest> requests = new CopyOnWriteArrayList<>();

	private final ExchangeFunction server = (request) -> {
		this.requests.add(request);
		return Mono.just(ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "application/json")
			.body("{\"Response\":{\"RequestId\":\"r\"}}")
			.build());
	};

	private final ApplicationContextRunner runner = HttpInterfaceApplication.runner(this.server);

	@Test
	void inheritedMethod() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).list(Map.of()).block(LIMIT);
			assertLast("List", "cvm", "2017-03-12");
			context.getBean(Sms.class).list(Map.of()).block(LIMIT);
			assertLast("List", "sms", "2021-01-11");
		});
	}

	@Test
	void methodOfAnAncestorOfAnAncestor() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Cvm.class).ping().block(LIMIT);
			assertLast("Ping", "cvm", "2017-03-12");
		});
	}

	@Test
	void methodCalledThroughTheInterfaceThatDeclaresIt() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			Crud<Map<String, Object>> crud = context.getBean(Cvm.class);
			crud.list(Map.of()).block(LIMIT);
			assertLast("List", "cvm", "2017-03-12");
		});
	}

	@Test
	void methodThatIsDeclaredAgain() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			context.getBean(Sms.class).count().block(LIMIT);
			assertLast("CountSms", "sms", "2021-01-11");
			context.getBean(Cvm.class).count().block(LIMIT);
			assertLast("Count", "cvm", "2017-03-12");
		});
	}

	@Test
	void newerVersionOfAnInterface() {
		this.runner.withUserConfiguration(Newer.class).run((context) -> {
			context.getBean(CvmNext.class).describeZones().block(LIMIT);
			assertLast("DescribeZones", "cvm", "2099-01-01");
			context.getBean(CvmNext.class).list(Map.of()).block(LIMIT);
			assertLast("List", "cvm", "2099-01-01");
		});
	}

	@Test
	void productOfAnAncestorThatDeclaresNothing() {
		this.runner.withUserConfiguration(Child.class).run((context) -> {
			context.getBean(CvmChild.class).list(Map.of()).block(LIMIT);
			assertLast("List", "cvm", "2017-03-12");
		});
	}

	@Test
	void versionOfTheProperties() {
		this.runner.withUserConfiguration(Unversioned.class)
			.withPropertyValues("tencentcloud.resilience.products.cam.version=2019-01-16")
			.run((context) -> {
				context.getBean(Cam.class).list(Map.of()).block(LIMIT);
				assertLast("List", "cam", "2019-01-16");
			});
	}

	@Test
	void importedByTheAnnotationOfSpring() {
		this.runner.withUserConfiguration(OfSpring.class).run((context) -> {
			context.getBean(Cvm.class).list(Map.of()).block(LIMIT);
			assertLast("List", "cvm", "2017-03-12");
		});
	}

	@Test
	void ofTheSameProductInOneGroup() {
		this.runner.withUserConfiguration(Twins.class).run((context) -> {
			context.getBean(Cvm.class).list(Map.of()).block(LIMIT);
			assertLast("List", "cvm", "2017-03-12");
			context.getBean(CvmTwin.class).list(Map.of()).block(LIMIT);
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
		WebClient client = WebClient.builder()
			.baseUrl("https://cvm.tencentcloudapi.com")
			.exchangeFunction(this.server)
			.build();
		HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
			.httpRequestValuesProcessor(new TencentCloudActionHeaders(Set.of(Cvm.class)))
			.build()
			.createClient(Cvm.class)
			.list(Map.of())
			.block(LIMIT);
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
		ClientRequest last = this.requests.get(this.requests.size() - 1);
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
		Mono<String> ping();

	}

	interface Crud<T> extends Pinged {

		@TencentCloudAction("List")
		Mono<String> list(@RequestBody T page);

		@TencentCloudAction("Count")
		Mono<String> count();

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm extends Crud<Map<String, Object>> {

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones();

	}

	@TencentCloudProduct(value = "sms", version = "2021-01-11")
	interface Sms extends Crud<Map<String, Object>> {

		@Override
		@TencentCloudAction("CountSms")
		Mono<String> count();

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
		Mono<String> describeZones();

	}

	@TencentCloudProduct(value = "cvm", version = "${version}")
	interface Placeholder {

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones();

	}

	@TencentCloudProduct("c vm")
	interface Blank {

		@TencentCloudAction("DescribeZones")
		Mono<String> describeZones();

	}

	@TencentCloudProduct("cvm")
	interface Action {

		@TencentCloudAction("Describe Zones")
		Mono<String> describeZones();

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
