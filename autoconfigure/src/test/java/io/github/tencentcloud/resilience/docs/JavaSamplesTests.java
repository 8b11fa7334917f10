package io.github.tencentcloud.resilience.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.LoopbackHttp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java samples of the documentation compile, and those of {@code docs/clients.md}
 * work.
 */
class JavaSamplesTests {

	/** Where the build compiles them. */
	private static final List<String> SOURCES = List.of(
			"autoconfigure/src/test/java/io/github/tencentcloud/resilience/docs", "demo-app/src/test/java/com/example",
			"demo-app/src/test/java/recipes", "starter/src/it/kotlin-consumer/src/main/kotlin");

	private static final List<String> sources = sources();

	static List<Pages.Sample> samples() {
		// Those of the page on tests are tests themselves, in starter/test.
		return Pages.samples("java")
			.stream()
			.filter((sample) -> !sample.place().startsWith("docs/testing.md"))
			.toList();
	}

	static List<Pages.Sample> kotlinSamples() {
		return Pages.samples("kotlin");
	}

	@ParameterizedTest
	@MethodSource({ "samples", "kotlinSamples" })
	void isCompiled(Pages.Sample sample) {
		assertThat(sources.stream().anyMatch(sample::isIn)).as(sample.text()).isTrue();
	}

	/** With the YAML of the page too; only the address is another one. */
	@Test
	void eachClientIsSignedAndDecodesAnAnswer() {
		AtomicReference<HttpHeaders> headers = new AtomicReference<>();
		DisposableServer server = LoopbackHttp.server().handle((request, response) -> {
			headers.set(request.requestHeaders());
			return response.header("Content-Type", "application/json").sendString(Mono.just("""
					{"Response":{"TotalCount":1,"InstanceStatusSet":[{"InstanceId":"ins-1","InstanceState":"RUNNING"}],
					"RequestId":"b5b41468-520d-4192-b42f-595cc34b6c1c"}}"""));
		}).bindNow();
		try {
			HttpInterfaceApplication.runner()
				.withConfiguration(
						AutoConfigurations.of(JacksonAutoConfiguration.class, RestTemplateAutoConfiguration.class))
				.withInitializer(JavaSamplesTests::loadYaml)
				.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD, "TENCENTCLOUD_SECRET_ID=AKIDexample",
						"TENCENTCLOUD_SECRET_KEY=key",
						"tencentcloud.resilience.endpoint=http://127.0.0.1:" + server.port())
				.withBean(JavaSamples.Instances.class)
				.withBean(JavaSamples.BlockingInstances.class)
				.withBean(JavaSamples.TemplateInstances.class)
				.run((context) -> {
					assertIsDecodedAndSigned(
							context.getBean(JavaSamples.Instances.class).status().block(Duration.ofSeconds(10)),
							headers);
					assertIsDecodedAndSigned(context.getBean(JavaSamples.BlockingInstances.class).status(), headers);
					assertIsDecodedAndSigned(context.getBean(JavaSamples.TemplateInstances.class).status(), headers);
				});
		}
		finally {
			server.disposeNow();
		}
	}

	private static void assertIsDecodedAndSigned(JavaSamples.Instances.InstancesStatus status,
			AtomicReference<HttpHeaders> request) {
		assertThat(status.totalCount()).isOne();
		assertThat(status.instanceStatusSet()).singleElement()
			.satisfies((instance) -> assertThat(instance.instanceState()).isEqualTo("RUNNING"));
		assertThat(status.requestId()).startsWith("b5b41468");
		HttpHeaders headers = request.getAndSet(null);
		assertThat(headers.get("X-Forwarded-Host")).isEqualTo("cvm.tencentcloudapi.com");
		assertThat(headers.get("Authorization")).startsWith("TC3-HMAC-SHA256 Credential=AKIDexample/")
			.contains("/cvm/tc3_request");
		assertThat(headers.get("X-TC-Version")).isEqualTo("2017-03-12");
		assertThat(headers.get("X-TC-Region")).isEqualTo("ap-guangzhou");
		assertThat(headers.get("Content-Type")).startsWith("application/json");
	}

	@Test
	void interfacesSendRecordsAndAreSigned() {
		AtomicReference<String> body = new AtomicReference<>();
		AtomicReference<HttpHeaders> headers = new AtomicReference<>();
		DisposableServer server = LoopbackHttp.server().handle((request, response) -> {
			headers.set(request.requestHeaders());
			return request.receive()
				.aggregate()
				.asString()
				.doOnNext(body::set)
				.thenMany(response.header("Content-Type", "application/json").sendString(Mono.just("""
						{"Response":{"SendStatusSet":[{"PhoneNumber":"+8613711112222","SerialNo":"1","Code":"Ok"}],
						"TotalCount":3,"RequestId":"r-1"}}""")));
		}).bindNow();
		String address = "127.0.0.1:" + server.port();
		try {
			HttpInterfaceApplication.runner()
				.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, CodecsAutoConfiguration.class))
				.withInitializer(JavaSamplesTests::loadYaml)
				.withPropertyValues("TENCENTCLOUD_SECRET_ID=AKIDexample", "TENCENTCLOUD_SECRET_KEY=key",
						"tencentcloud.resilience.hosts=127.0.0.1",
						"spring.http.serviceclient.cvm.base-url=http://" + address,
						"spring.http.serviceclient.sms.base-url=http://" + address)
				.withUserConfiguration(JavaSamples.TencentCloudClients.class)
				.run((context) -> {
					var sent = context.getBean(JavaSamples.Sms.class)
						.sendSms(new JavaSamples.Sms.SendSmsRequest(List.of("+8613711112222"), "1400006666", "449739",
								"Demo"))
						.block(Duration.ofSeconds(10));
					assertThat(sent.sendStatusSet()).singleElement()
						.satisfies((status) -> assertThat(status.code()).isEqualTo("Ok"));
					assertThat(body.get()).isEqualTo(
							"{\"PhoneNumberSet\":[\"+8613711112222\"],\"SmsSdkAppId\":\"1400006666\",\"TemplateId\":\"449739\",\"SignName\":\"Demo\"}");
					assertThat(headers.get().get("X-TC-Action")).isEqualTo("SendSms");
					assertThat(headers.get().get("X-TC-Version")).isEqualTo("2021-01-11");
					assertThat(headers.get().get("X-TC-Region")).isEqualTo("ap-guangzhou");
					assertThat(headers.get().get("Authorization")).contains("/sms/tc3_request");
					JavaSamples.Cvm cvm = context.getBean(JavaSamples.Cvm.class);
					assertThat(cvm.describeInstancesStatus(new JavaSamples.Cvm.Page(20, 0))
						.block(Duration.ofSeconds(10))
						.totalCount()).isEqualTo(3);
					assertThat(headers.get().get("Authorization")).contains("/cvm/tc3_request");
					cvm.describeZones().block(Duration.ofSeconds(10));
					assertThat(body.get()).isEqualTo("{}");
				});
		}
		finally {
			server.disposeNow();
		}
	}

	private static List<String> sources() {
		return SOURCES.stream().map(Pages.ROOT::resolve).flatMap(Pages::below).map(Pages::read).toList();
	}

	private static void loadYaml(ConfigurableApplicationContext context) {
		try {
			Pages.Sample sample = Pages.samples("docs/clients.md", "yaml").get(0);
			byte[] yaml = sample.text().getBytes(StandardCharsets.UTF_8);
			new YamlPropertySourceLoader().load(sample.place(), new ByteArrayResource(yaml))
				.forEach(context.getEnvironment().getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
