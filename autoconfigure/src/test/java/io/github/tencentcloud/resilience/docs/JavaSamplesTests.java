package io.github.tencentcloud.resilience.docs;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java samples of the documentation compile, and the first one of the README works.
 */
class JavaSamplesTests {

	private static final Path SOURCE = Path.of("src/test/java",
			JavaSamples.class.getName().replace('.', '/') + ".java");

	static List<Pages.Sample> samples() {
		return Pages.samples("java");
	}

	@ParameterizedTest
	@MethodSource("samples")
	void isCompiled(Pages.Sample sample) {
		String source = Pages.read(SOURCE).replace("static class", "class");
		assertThat(source).contains(sample.text().strip());
	}

	@Test
	void firstSampleDecodesAnAnswer() {
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.header("Content-Type", "application/json").sendString(Mono.just("""
					{"Response":{"TotalCount":1,"InstanceStatusSet":[{"InstanceId":"ins-1","InstanceState":"RUNNING"}],
					"RequestId":"b5b41468-520d-4192-b42f-595cc34b6c1c"}}""")))
			.bindNow();
		try {
			ExchangeFilterFunction signer = (request, next) -> next.exchange(
					ClientRequest.from(request).url(URI.create("http://127.0.0.1:" + server.port() + "/")).build());
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
						WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
				.withPropertyValues("tencentcloud.resilience.unwrap=true")
				.withBean(ExchangeFilterFunction.class, () -> signer)
				.withBean(JavaSamples.Instances.class)
				.run((context) -> {
					var status = context.getBean(JavaSamples.Instances.class).status().block(Duration.ofSeconds(10));
					assertThat(status.totalCount()).isOne();
					assertThat(status.instanceStatusSet()).singleElement()
						.satisfies((instance) -> assertThat(instance.instanceState()).isEqualTo("RUNNING"));
					assertThat(status.requestId()).startsWith("b5b41468");
				});
		}
		finally {
			server.disposeNow();
		}
	}

}
