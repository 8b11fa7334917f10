package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.SharedRateLimitGauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that was prepared ahead of time obeys the properties of the place where
 * it runs, and not those of the place where it was built.
 */
@Tag("integration")
class AheadOfTimeStartTests {

	private static final String ERROR = "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.SignatureFailure\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	/** Where it is built, nothing of all this is wanted. */
	private static final String[] BUILD = { "tencentcloud.resilience.enabled=false",
			"tencentcloud.signing.enabled=false", "tencentcloud.resilience.metrics.enabled=false" };

	private final Receiver server = new Receiver(ERROR);

	@AfterEach
	void close() {
		this.server.close();
	}

	/** One test, since it has to be compiled for each. */
	@Test
	@CompileWithForkedClassLoader
	void obeysTheEnvironmentThatItRunsIn() {
		TestGenerationContext generation = new TestGenerationContext(AheadOfTimeStartTests.class);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(BUILD).applyTo(context);
		context.register(Application.class, JacksonAutoConfiguration.class, CodecsAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
				TencentCloudResilienceAutoConfiguration.class);
		SpringProperties.setFlag("spring.aot.processing");
		try {
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		finally {
			SpringProperties.setProperty("spring.aot.processing", null);
		}
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			@SuppressWarnings("unchecked")
			ApplicationContextInitializer<GenericApplicationContext> initializer = compiled
				.getInstance(ApplicationContextInitializer.class);
			SoftAssertions.assertSoftly((softly) -> {
				softly.assertThatCode(() -> start(initializer, this::enabled)).doesNotThrowAnyException();
				softly.assertThatCode(() -> start(initializer, this::disabled, "tencentcloud.resilience.enabled=false"))
					.doesNotThrowAnyException();
				softly.assertThatCode(() -> start(initializer, this::unsigned, "tencentcloud.signing.enabled=false"))
					.doesNotThrowAnyException();
				softly
					.assertThatCode(
							() -> start(initializer, this::unmeasured, "tencentcloud.resilience.metrics.enabled=false"))
					.doesNotThrowAnyException();
				softly
					.assertThatCode(
							() -> start(initializer, this::shared, "tencentcloud.resilience.rate-limit.backend=redis",
									"tencentcloud.resilience.rate-limit.redis.url=redis://127.0.0.1:1"))
					.doesNotThrowAnyException();
				softly.assertThatCode(() -> startBySdk(initializer)).doesNotThrowAnyException();
				softly.assertThatExceptionOfType(InvalidTencentCloudConfigurationException.class)
					.isThrownBy(() -> start(initializer, (started) -> {
					}, "tencentcloud.resilience.mod=off"));
			});
		});
	}

	private void enabled(GenericApplicationContext context) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> send(context));
		assertThat(this.server.authorization()).contains("Credential=AKIDa/");
		assertThat(context.getBean(CallMeters.class)).isNotSameAs(CallMeters.NOOP);
		assertThat(context.getBeanProvider(SharedRateLimitGauge.class).stream()).isEmpty();
		assertThat(context.getBeanFactory().containsSingleton(RateLimitRedisConfiguration.QUOTAS)).isFalse();
		assertInterfacesThrow(context);
		RestClient client = context.getBean(RestClient.Builder.class).build();
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(
				() -> client.post().uri("http://" + this.server.host()).body("{}").retrieve().body(String.class));
		assertThat(this.server.authorization()).contains("Credential=AKIDa/");
	}

	/**
	 * Their answers are judged, and their names are the vendor's, whatever is switched
	 * off.
	 */
	private void assertInterfacesThrow(GenericApplicationContext context) {
		assertThrows("DescribeInstances", () -> context.getBean(Cvm.class).describe(new Page(20)));
		assertThrows("DescribeImages", () -> context.getBean(CvmOnRestClient.class).describe(new Page(20)));
	}

	private void assertThrows(String action, ThrowingCallable call) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(call);
		assertThat(this.server.body()).isEqualTo("{\"Limit\":20}");
		assertThat(this.server.last().get("X-TC-Action")).isEqualTo(action);
		assertThat(this.server.last().get("X-TC-Version")).isEqualTo("2017-03-12");
		assertThat(this.server.authorization()).contains("Credential=AKIDa/");
	}

	private void disabled(GenericApplicationContext context) {
		assertThat(send(context)).isEqualTo(ERROR);
		assertThat(this.server.authorization()).contains("Credential=AKIDa/");
		assertThat(context.getBean(SwitchedCallSettings.class).isEnabled()).isFalse();
		assertInterfacesThrow(context);
	}

	private void unsigned(GenericApplicationContext context) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> send(context));
		assertThat(this.server.last().contains("Authorization")).isFalse();
	}

	private void unmeasured(GenericApplicationContext context) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> send(context));
		assertThat(context.getBean(CallMeters.class)).isSameAs(CallMeters.NOOP);
		context.getBeanProvider(MeterBinder.class)
			.forEach((binder) -> binder.bindTo(context.getBean(MeterRegistry.class)));
		assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty();
	}

	private void shared(GenericApplicationContext context) {
		assertThat(context.getBean(SharedRateLimitGauge.class)).isNotNull();
		assertThat(context.getBeanFactory().containsSingleton(RateLimitRedisConfiguration.QUOTAS)).isTrue();
	}

	private void startBySdk(ApplicationContextInitializer<GenericApplicationContext> initializer) {
		start(initializer, (context) -> {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> send(context));
			assertThat(this.server.authorization()).contains("Credential=AKIDsdk/");
		}, "tencentcloud.credentials.from-sdk=true", "tencentcloud.credentials.secret-id=",
				"tencentcloud.credentials.secret-key=");
	}

	private String send(GenericApplicationContext context) {
		return ApplicationCall.send(context, this.server.host(), "DescribeZones");
	}

	private void start(ApplicationContextInitializer<GenericApplicationContext> initializer,
			Consumer<GenericApplicationContext> then, String... properties) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			TestPropertyValues.of(Stream.concat(
					Stream.of(LoopbackHttp.SHORT_QUIET_PERIOD,
							"tencentcloud.resilience.products.cvm.host=" + this.server.host(),
							"spring.http.serviceclient.cvm.base-url=http://" + this.server.host(),
							"spring.http.serviceclient.cvm-on-rest-client.base-url=http://" + this.server.host(),
							"tencentcloud.credentials.secret-id=AKIDa", "tencentcloud.credentials.secret-key=b"),
					Arrays.stream(properties)))
				.applyTo(context);
			ConfigurationPropertySources.attach(context.getEnvironment());
			initializer.initialize(context);
			context.refresh();
			then.accept(context);
		}
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		String describe(@RequestBody Page page);

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface CvmOnRestClient {

		@TencentCloudAction("DescribeImages")
		String describe(@RequestBody Page page);

	}

	record Page(int limit) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	@Import(ApplicationOnRestClient.class)
	static class Application {

		@Bean
		SimpleMeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		CredentialsProvider sdk() {
			return () -> new Credential("AKIDsdk", "keyOfTheSdk");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(value = CvmOnRestClient.class, group = "cvm-on-rest-client",
			clientType = HttpServiceGroup.ClientType.REST_CLIENT)
	static class ApplicationOnRestClient {

	}

}
