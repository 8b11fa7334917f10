package io.github.tencentcloud.resilience.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.reactive.function.client.ClientRequest;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java samples of the documentation compile, and the first one of the README works.
 */
class JavaSamplesTests {

	private static final Path SOURCE = Path.of("src/test/java",
			JavaSamples.class.getName().replace('.', '/') + ".java");

	static List<Pages.Sample> samples() {
		// Those of the page on tests are tests themselves, in starter/test.
		return Pages.samples("java")
			.stream()
			.filter((sample) -> !sample.place().startsWith("docs/testing.md"))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("samples")
	void isCompiled(Pages.Sample sample) {
		String source = Pages.read(SOURCE).replace("static class", "class");
		assertThat(source).contains(sample.text().strip());
	}

	/** With the YAML of the README too; only the address is another one. */
	@Test
	void firstSampleIsSignedAndDecodesAnAnswer() {
		AtomicReference<HttpHeaders> headers = new AtomicReference<>();
		DisposableServer server = LoopbackHttp.server().handle((request, response) -> {
			headers.set(request.requestHeaders());
			return response.header("Content-Type", "application/json").sendString(Mono.just("""
					{"Response":{"TotalCount":1,"InstanceStatusSet":[{"InstanceId":"ins-1","InstanceState":"RUNNING"}],
					"RequestId":"b5b41468-520d-4192-b42f-595cc34b6c1c"}}"""));
		}).bindNow();
		String address = "127.0.0.1:" + server.port();
		WebClientCustomizer detour = (builder) -> builder.filters((filters) -> filters.add(0, (request, next) -> next
			.exchange(ClientRequest.from(request).url(URI.create("http://" + address + "/")).build())));
		try {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
						WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
				.withInitializer(JavaSamplesTests::loadFirstYaml)
				.withPropertyValues(LoopbackHttp.NO_QUIET_PERIOD, "TENCENTCLOUD_SECRET_ID=AKIDexample",
						"TENCENTCLOUD_SECRET_KEY=key", "tencentcloud.resilience.products.cvm.host=" + address)
				.withBean(WebClientCustomizer.class, () -> detour)
				.withBean(JavaSamples.Instances.class)
				.run((context) -> {
					var status = context.getBean(JavaSamples.Instances.class).status().block(Duration.ofSeconds(10));
					assertThat(status.totalCount()).isOne();
					assertThat(status.instanceStatusSet()).singleElement()
						.satisfies((instance) -> assertThat(instance.instanceState()).isEqualTo("RUNNING"));
					assertThat(status.requestId()).startsWith("b5b41468");
					assertThat(headers.get().get("Authorization"))
						.startsWith("TC3-HMAC-SHA256 Credential=AKIDexample/");
					assertThat(headers.get().get("X-TC-Version")).isEqualTo("2017-03-12");
					assertThat(headers.get().get("X-TC-Region")).isEqualTo("ap-guangzhou");
					assertThat(headers.get().get("Content-Type")).startsWith("application/json");
				});
		}
		finally {
			server.disposeNow();
		}
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
				.withInitializer(JavaSamplesTests::loadFirstYaml)
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

	private static void loadFirstYaml(ConfigurableApplicationContext context) {
		try {
			byte[] yaml = Pages.samples("yaml").get(0).text().getBytes(StandardCharsets.UTF_8);
			new YamlPropertySourceLoader().load("README", new ByteArrayResource(yaml))
				.forEach(context.getEnvironment().getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
