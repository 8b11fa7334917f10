package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.StaticCredentialsProvider;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;
import io.github.tencentcloud.resilience.webclient.Connector;
import io.github.tencentcloud.resilience.webclient.ReactiveCredentialsProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A provider of credentials finds them with a client of Boot's, as one that asks a vault
 * or Tencent Cloud itself does.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProviderThatCallsTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final TencentCloudCredentials FOUND = TencentCloudCredentials.of("AKIDfound", "keyThatWasFound");

	private static final TencentCloudCredentials BASE = TencentCloudCredentials.of("AKIDbase", "keyOfTheBase");

	private final Receiver cvm = new Receiver();

	private final Receiver sts = new Receiver();

	private final Receiver vault = new Receiver();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues("tencentcloud.resilience.products.cvm.host=" + this.cvm.host(),
				"tencentcloud.resilience.products.sts.host=" + this.sts.host());

	@AfterEach
	void close() {
		this.cvm.close();
		this.sts.close();
		this.vault.close();
	}

	@Test
	void asksAVaultWhileItIsMade(CapturedOutput output) {
		with((builder) -> {
			this.asked.add(String.valueOf(ask(builder, this.vault).block(LIMIT)));
			return (call) -> CompletableFuture.completedFuture(FOUND);
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.asked).singleElement().asString().contains("RequestId");
			ApplicationCall.send(context, this.cvm.host(), "DescribeZones");
			assertThat(this.cvm.authorization()).contains("AKIDfound");
			assertThat(output).doesNotContain("A bean makes a call while it is being created");
		});
	}

	@Test
	void callsTencentCloudWhileItIsMade(CapturedOutput output) {
		with((builder) -> {
			ask(builder, this.sts).block(LIMIT);
			ask(builder, this.sts).block(LIMIT);
			return (call) -> CompletableFuture.completedFuture(FOUND);
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.sts.last().contains("Authorization")).isFalse();
			ApplicationCall.send(context, this.cvm.host(), "DescribeZones");
			assertThat(this.cvm.authorization()).contains("AKIDfound");
			assertThat(output).containsOnlyOnce("A bean makes a call while it is being created");
		});
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void callsTencentCloudForEachCall(Connector connector) {
		with((builder) -> {
			WebClient.Builder client = builder.clientConnector(connector.create());
			return (call) -> ask(client, this.sts).doOnNext(this.asked::add).thenReturn(FOUND).toFuture();
		}).run((context) -> assertAskedOnceAndSigned(context, connector));
	}

	/** As one reads a token from a file first, and repeats what failed. */
	@ParameterizedTest
	@EnumSource(Connector.class)
	void callsTencentCloudSomewhereInAChain(Connector connector) {
		with((builder) -> {
			WebClient.Builder client = builder.clientConnector(connector.create());
			return (ReactiveCredentialsProvider) (call) -> Mono.fromCallable(() -> "token")
				.subscribeOn(Schedulers.boundedElastic())
				.flatMap((token) -> ask(client, this.vault))
				.delayElement(Duration.ofMillis(1))
				.flatMap((token) -> ask(client, this.sts))
				.doOnNext(this.asked::add)
				.thenReturn(FOUND);
		}).run((context) -> assertAskedOnceAndSigned(context, connector));
	}

	/** On another thread, later, and with a signature of its own. */
	@Test
	void callThatFailsOverIsNotSignedEither() {
		Receiver gone = new Receiver();
		gone.close();
		with((builder) -> (call) -> ask(builder, gone).doOnNext(this.asked::add).thenReturn(FOUND).toFuture())
			.withPropertyValues("tencentcloud.resilience.products.sts.host=" + gone.host(),
					"tencentcloud.resilience.products.sts.fail-over=" + this.sts.host())
			.run((context) -> {
				ApplicationCall.send(context, this.cvm.host(), "DescribeZones");
				assertThat(this.asked).hasSize(1);
				assertThat(this.sts.last().contains("Authorization")).isFalse();
				assertThat(this.cvm.authorization()).contains("AKIDfound");
			});
	}

	/** A call that begins where another one ends is not part of the question. */
	@Test
	void callAfterItIsSigned() {
		CompletableFuture<TencentCloudCredentials> late = new CompletableFuture<>();
		with((builder) -> (call) -> {
			if (this.asked.isEmpty()) {
				this.asked.add("first");
				return late;
			}
			if (this.asked.size() == 1) {
				// As a cache does that tells all who wait on the thread that found out.
				this.asked.add("second");
				late.completeExceptionally(new IllegalStateException("gone"));
			}
			return CompletableFuture.completedFuture(FOUND);
		}).run((context) -> {
			WebClient client = context.getBean(WebClient.Builder.class).build();
			CompletableFuture<String> first = ApplicationCall.request(client, this.cvm.host(), "DescribeZones")
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class)
				.onErrorResume((ex) -> ask(context.getBean(WebClient.Builder.class), this.sts))
				.toFuture();
			Awaitility.await().until(() -> this.asked.size() == 1);
			ApplicationCall.send(context, this.cvm.host(), "DescribeZones");
			assertThat(first.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).contains("RequestId");
			assertThat(this.sts.authorization()).contains("AKIDfound");
			assertThat(CredentialsLookup.current()).isNull();
		});
	}

	@Test
	void fixedAccountsNextToItChangeNothing() {
		with((builder) -> StaticCredentialsProvider
			.withDefault((call) -> ask(builder, this.sts).thenReturn(FOUND).toFuture(), Map.of("base", BASE)))
			.run((context) -> {
				ApplicationCall.send(context, this.cvm.host(), "DescribeZones");
				assertThat(this.sts.last().contains("Authorization")).isFalse();
				assertThat(this.cvm.authorization()).contains("AKIDfound");
			});
	}

	@Test
	void callForAnotherAccountIsSigned() {
		with((builder) -> (call) -> "base".equals(call.account()) ? CompletableFuture.completedFuture(BASE)
				: ask(builder, this.sts, "base").thenReturn(FOUND).toFuture())
			.run((context) -> {
				ApplicationCall.send(context, this.cvm.host(), "DescribeZones");
				assertThat(this.sts.authorization()).contains("AKIDbase");
				assertThat(this.cvm.authorization()).contains("AKIDfound");
			});
	}

	@Test
	void callsThroughAnHttpInterface() {
		this.runner.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
				HttpServiceClientPropertiesAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class))
			.withUserConfiguration(Services.class)
			.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD,
					"spring.http.serviceclient.sts.base-url=http://" + this.sts.host())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				ApplicationCall.send(context, this.cvm.host(), "DescribeZones");
				assertThat(this.sts.last().get("X-TC-Action")).isEqualTo("AssumeRole");
				assertThat(this.cvm.authorization()).contains("AKIDfound");
			});
	}

	private void assertAskedOnceAndSigned(ApplicationContext context, Connector connector) {
		WebClient client = context.getBean(WebClient.Builder.class).clientConnector(connector.create()).build();
		assertThat(ApplicationCall.send(ApplicationCall.request(client, this.cvm.host(), "DescribeZones")))
			.contains("RequestId");
		assertThat(this.asked).hasSize(1);
		assertThat(this.sts.last().contains("Authorization")).isFalse();
		assertThat(this.cvm.authorization()).contains("AKIDfound");
	}

	private ApplicationContextRunner with(Function<WebClient.Builder, TencentCloudCredentialsProvider> provider) {
		return this.runner.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("provider",
				TencentCloudCredentialsProvider.class,
				() -> provider.apply(context.getBeanFactory().getBean(WebClient.Builder.class))));
	}

	private static Mono<String> ask(WebClient.Builder builder, Receiver receiver) {
		return ask(builder, receiver, null);
	}

	private static Mono<String> ask(WebClient.Builder builder, Receiver receiver, String account) {
		return ApplicationCall.request(builder.build(), receiver.host(), "AssumeRole").attributes((attributes) -> {
			if (account != null) {
				TencentCloudAttributes.account(account).accept(attributes);
			}
		}).bodyValue("{}").retrieve().bodyToMono(String.class);
	}

	@TencentCloudProduct(value = "sts", version = "2018-08-13")
	interface Sts {

		@TencentCloudAction("AssumeRole")
		Mono<String> assumeRole();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Sts.class)
	static class Services {

		@Bean
		TencentCloudCredentialsProvider provider(Sts sts) {
			return (call) -> sts.assumeRole().thenReturn(FOUND).toFuture();
		}

	}

}
