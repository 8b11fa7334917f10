package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientSsl;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whose request factories are guarded, and that what the application says about them
 * still holds.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestFactoryGuardTests {

	private static final String ERROR = "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.SignatureFailure\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private static final String NO_GUARD = "no guard can be put around it";

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			HttpServiceClientPropertiesAutoConfiguration.class, RestClientAutoConfiguration.class,
			RestTemplateAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
			TencentCloudResilienceAutoConfiguration.class);

	private final Receiver server = new Receiver(ERROR);

	private final ApplicationContextRunner runner = prepared(new ApplicationContextRunner());

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "simple", "http-components", "jetty", "reactor" })
	void bootsOwnBuilder(String factory) {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=" + factory).run((context) -> {
			assertGuarded(builder(context));
			assertGuarded(builder(context));
			assertGuarded(context.getBean(RestTemplateBuilder.class).build());
		});
	}

	@Test
	void requestsToOthersAreNot() {
		this.runner.withPropertyValues("tencentcloud.resilience.products.cvm.host=another.example")
			.run((context) -> assertNotGuarded(builder(context)));
	}

	@Test
	void builderOfTheApplicationItself(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnBuilder.class).run((context) -> {
			assertThat(context).hasSingleBean(ClientHttpRequestFactoryBuilder.class);
			assertGuarded(builder(context));
			assertGuarded(context.getBean(RestTemplateBuilder.class).build());
		});
		assertThat(output).doesNotContain(NO_GUARD);
	}

	/** It is injected as what it is, so it has to stay that. */
	@Test
	void builderThatIsDeclaredByItsClass(CapturedOutput output) {
		this.runner.withUserConfiguration(BuilderByItsClass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertNotGuarded(builder(context));
		});
		assertThat(output).containsOnlyOnce("The bean 'jdkBuilder' is declared as JdkClientHttpRequestFactoryBuilder")
			.containsOnlyOnce(NO_GUARD);
	}

	@Test
	void builderThatIsRegisteredWithoutADeclaration() {
		this.runner
			.withInitializer((context) -> context.getBeanFactory()
				.registerSingleton("registered", ClientHttpRequestFactoryBuilder.jdk()))
			.run((context) -> {
				// Nobody processes it, so nothing can be put around it.
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("registered")).isInstanceOf(JdkClientHttpRequestFactoryBuilder.class);
			});
	}

	@Test
	void customizersThatKnowTheBuilder() {
		this.runner.withUserConfiguration(OwnCustomizer.class)
			.withConfiguration(AutoConfigurations.of(LateCustomizer.class))
			.withPropertyValues("spring.http.clients.imperative.factory=jdk")
			.run((context) -> {
				assertThat(context.getBean(OwnCustomizer.class).count).hasValue(1);
				assertThat(context.getBean(LateCustomizer.class).count).hasValue(1);
				assertGuarded(builder(context));
			});
	}

	@Test
	void customizersOfTheGuardedBuilder() {
		AtomicInteger customized = new AtomicInteger();
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=jdk").run((context) -> {
			ClientHttpRequestFactoryBuilder<JdkClientHttpRequestFactory> builder = requestFactoryBuilder(context);
			ClientHttpRequestFactory factory = builder.withCustomizer((jdk) -> {
				jdk.setReadTimeout(Duration.ofSeconds(7));
				customized.incrementAndGet();
			}).build();
			assertThat(customized).hasValue(1);
			assertGuarded(RestClient.builder().requestFactory(factory));
			assertThat(customized).as("that of guarded requests is another one").hasValue(2);
			builder.withCustomizers(List.of((jdk) -> customized.addAndGet(10), (jdk) -> customized.addAndGet(10)))
				.build();
			assertThat(customized).hasValue(22);
		});
	}

	@Test
	void templatesOfBootsBuilder() {
		Recorder recorder = new Recorder();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> recorder).run((context) -> {
			RestTemplateBuilder builder = context.getBean(RestTemplateBuilder.class)
				.readTimeout(Duration.ofSeconds(7))
				.connectTimeout(Duration.ofSeconds(3));
			assertGuarded(builder.build());
			assertThat(recorder.settings).allSatisfy((settings) -> {
				assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(7));
				assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
			});
			assertGuarded(builder.additionalInterceptors((request, body, execution) -> execution.execute(request, body))
				.build());
			assertNotGuarded(builder.requestFactory(SimpleClientHttpRequestFactory.class).build());
			assertNotGuarded(builder.requestFactoryBuilder(ClientHttpRequestFactoryBuilder.jdk()).build());
		});
	}

	@Test
	void settingsArrive() {
		Recorder recorder = new Recorder();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> recorder)
			.withPropertyValues("spring.http.clients.read-timeout=8s", "spring.http.clients.connect-timeout=4s",
					"spring.http.clients.redirects=follow")
			.run((context) -> {
				assertGuarded(builder(context));
				assertThat(recorder.settings).hasSize(2).allSatisfy((settings) -> {
					assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(8));
					assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
				});
				assertThat(recorder.settings).extracting(HttpClientSettings::redirects)
					.as("only requests to others follow them")
					.containsExactly(HttpRedirects.FOLLOW, HttpRedirects.DONT_FOLLOW);
			});
	}

	/** Whether it may be silent for longer is for the user to say. */
	@Test
	void guardedRequestsHaveATimeLimitIfNobodySaysOtherwise() {
		Recorder recorder = new Recorder();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> recorder)
			.withPropertyValues("tencentcloud.resilience.timeout.attempt=6s")
			.run((context) -> {
				assertGuarded(builder(context));
				assertThat(recorder.settings).extracting(HttpClientSettings::readTimeout)
					.containsExactly(null, Duration.ofSeconds(6));
			});
	}

	/** Boot can set no redirects there. */
	@Test
	void factoryThatBootDoesNotKnow() {
		AtomicInteger destroyed = new AtomicInteger();
		List<Disposable> made = new CopyOnWriteArrayList<>();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> ClientHttpRequestFactoryBuilder.of(() -> {
			made.add(new Disposable(destroyed));
			return made.get(made.size() - 1);
		})).withPropertyValues("tencentcloud.resilience.timeout.attempt=6s").run((context) -> {
			assertGuarded(RestClient.builder().requestFactory(context.getBean(ClientHttpRequestFactory.class)));
			assertThat(made.get(0)).extracting("readTimeout").isEqualTo(-1);
			assertThat(made.get(made.size() - 1)).extracting("readTimeout").isEqualTo(6_000);
		});
		assertThat(destroyed).hasValue(2);
	}

	/** What somebody else uses as well must not get our time-outs. */
	@Test
	void factoryThatIsShared() {
		AtomicInteger destroyed = new AtomicInteger();
		Disposable shared = new Disposable(destroyed);
		this.runner
			.withBean(ClientHttpRequestFactoryBuilder.class, () -> ClientHttpRequestFactoryBuilder.of(() -> shared))
			.run((context) -> {
				assertGuarded(RestClient.builder().requestFactory(context.getBean(ClientHttpRequestFactory.class)));
				assertThat(shared).extracting("readTimeout").isEqualTo(-1);
			});
		assertThat(destroyed).hasValue(1);
	}

	@Test
	void builderThatIgnoresSettings() {
		AtomicInteger destroyed = new AtomicInteger();
		Disposable shared = new Disposable(destroyed);
		this.runner
			.withBean(ClientHttpRequestFactoryBuilder.class,
					() -> (ClientHttpRequestFactoryBuilder<Disposable>) (settings) -> shared)
			.run((context) -> assertGuarded(
					RestClient.builder().requestFactory(context.getBean(ClientHttpRequestFactory.class))));
		assertThat(destroyed).hasValue(1);
	}

	@Test
	void certificatesOfABundle() {
		Recorder recorder = new Recorder();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> recorder).run((context) -> {
			SslBundle bundle = SslBundle.of(null);
			RestClient.Builder builder = builder(context)
				.apply(context.getBean(RestClientSsl.class).fromBundle(bundle));
			recorder.settings.clear();
			assertGuarded(builder);
			assertThat(recorder.settings).extracting(HttpClientSettings::sslBundle).containsExactly(bundle);
		});
	}

	@Test
	void factoryOfTheContext() {
		Recorder recorder = new Recorder();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> recorder).run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("clientHttpRequestFactory")).isFalse();
			assertGuarded(RestClient.builder().requestFactory(context.getBean(ClientHttpRequestFactory.class)));
			assertThat(recorder.settings).hasSize(2);
			assertThat(recorder.destroyed).hasValue(0);
		});
		assertThat(recorder.destroyed).as("the context closes what it made").hasValue(2);
	}

	@Test
	void groupsOfInterfaces() {
		Recorder recorder = new Recorder();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> recorder)
			.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.clients.connect-timeout=4s",
					"spring.http.serviceclient.plain.base-url=http://" + this.server.host(),
					"spring.http.serviceclient.plain.read-timeout=9s")
			.run((context) -> {
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> context.getBean(Plain.class).post());
				assertThat(recorder.settings).allSatisfy((settings) -> {
					assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(9));
					assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
				});
			});
	}

	/** Boot has no builder there, but a {@code RestClient.Builder} all the same. */
	@Test
	void reactiveWebApplication() {
		prepared(new ReactiveWebApplicationContextRunner()).withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.plain.base-url=http://" + this.server.host())
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(RestTemplateBuilder.class);
				assertGuarded(builder(context));
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> context.getBean(Plain.class).post());
			});
	}

	@Test
	void reactiveWebApplicationWithABuilderOfItsOwn() {
		prepared(new ReactiveWebApplicationContextRunner()).withUserConfiguration(OwnBuilder.class).run((context) -> {
			assertThat(context).hasSingleBean(ClientHttpRequestFactoryBuilder.class);
			assertGuarded(builder(context));
		});
	}

	/** What is needed to make the engine may itself be made with a builder. */
	@Test
	void builderIsThereEarly() {
		this.runner.withUserConfiguration(Early.class).run((context) -> assertGuarded(builder(context)));
	}

	@Test
	void aspectsAroundPostProcessors() {
		this.runner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withPropertyValues("spring.aop.auto=true")
			.withBean(AspectTests.AroundPostProcessors.class)
			.run((context) -> {
				assertGuarded(builder(context));
				assertGuarded(context.getBean(RestTemplateBuilder.class).build());
			});
	}

	private <R extends AbstractApplicationContextRunner<R, ?, ?>> R prepared(R runner) {
		return runner.withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("tencentcloud.resilience.products.cvm.host=" + this.server.host());
	}

	private void assertGuarded(RestClient.Builder builder) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> post(builder));
	}

	private void assertGuarded(RestTemplate template) {
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> post(template));
	}

	private void assertNotGuarded(RestClient.Builder builder) {
		assertThat(post(builder)).isEqualTo(ERROR);
	}

	private void assertNotGuarded(RestTemplate template) {
		assertThat(post(template)).isEqualTo(ERROR);
	}

	private String post(RestClient.Builder builder) {
		return builder.build()
			.post()
			.uri("http://" + this.server.host() + "/")
			.body("{}")
			.retrieve()
			.body(String.class);
	}

	private String post(RestTemplate template) {
		return template.postForObject("http://" + this.server.host() + "/", "{}", String.class);
	}

	private static RestClient.Builder builder(ApplicationContext context) {
		return context.getBean(RestClient.Builder.class);
	}

	@SuppressWarnings("unchecked")
	private static ClientHttpRequestFactoryBuilder<JdkClientHttpRequestFactory> requestFactoryBuilder(
			ApplicationContext context) {
		return context.getBean(ClientHttpRequestFactoryBuilder.class);
	}

	/** Remembers the settings it is asked for. */
	static class Recorder implements ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> {

		private final List<HttpClientSettings> settings = new CopyOnWriteArrayList<>();

		private final AtomicInteger destroyed = new AtomicInteger();

		@Override
		public ClientHttpRequestFactory build(HttpClientSettings settings) {
			this.settings.add(settings);
			return new Disposable(this.destroyed);
		}

	}

	/** By its superclass one whose read time-outs limit the silence. */
	static class Disposable extends SimpleClientHttpRequestFactory implements DisposableBean {

		private final AtomicInteger destroyed;

		Disposable(AtomicInteger destroyed) {
			this.destroyed = destroyed;
		}

		@Override
		public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
			assertThat(this.destroyed).hasValue(0);
			return super.createRequest(uri, method);
		}

		@Override
		public void destroy() {
			this.destroyed.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBuilder {

		@Bean
		ClientHttpRequestFactoryBuilder<?> ownBuilder() {
			return ClientHttpRequestFactoryBuilder.simple();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuilderByItsClass {

		@Bean
		JdkClientHttpRequestFactoryBuilder jdkBuilder() {
			return ClientHttpRequestFactoryBuilder.jdk();
		}

		@Bean
		String user(JdkClientHttpRequestFactoryBuilder builder) {
			return builder.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCustomizer {

		private final AtomicInteger count = new AtomicInteger();

		@Bean
		@Order(0)
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> ownCustomizer() {
			return (builder) -> {
				this.count.incrementAndGet();
				return builder.withCustomizer((factory) -> {
				});
			};
		}

	}

	@AutoConfiguration(after = TencentCloudResilienceAutoConfiguration.class)
	static class LateCustomizer {

		private final AtomicInteger count = new AtomicInteger();

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> lateCustomizer() {
			return (builder) -> {
				this.count.incrementAndGet();
				return builder;
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Early {

		/** As one that asks a server of its own. */
		@Bean
		TencentCloudCredentialsProvider provider(ObjectProvider<RestClient.Builder> builders) {
			builders.getObject().build();
			return (product) -> CompletableFuture.completedFuture(null);
		}

	}

	@HttpExchange
	interface Plain {

		@PostExchange("/")
		String post();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "plain", types = Plain.class)
	static class Services {

	}

}
