package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.registry.RegistryEventConsumer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdaptivePacer;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.Gate;
import io.github.tencentcloud.resilience.admission.QuotaGate;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.admission.SharedQuotas;
import io.github.tencentcloud.resilience.engine.CallSettingsSource;
import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.engine.CurrentSettings;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservations;
import io.github.tencentcloud.resilience.telemetry.DefaultTencentCloudAttemptObservationConvention;
import io.github.tencentcloud.resilience.telemetry.DefaultTencentCloudCallObservationConvention;
import io.github.tencentcloud.resilience.telemetry.FailureLog;
import io.github.tencentcloud.resilience.telemetry.HttpClientObservationFilter;
import io.github.tencentcloud.resilience.telemetry.LibraryInfoGauge;
import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptObservationConvention;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a user plugs in may be made with a {@code WebClient.Builder}, which has the
 * filter, which needs what is plugged in.
 */
@Tag("integration")
class PluggedInBeansTests {

	private final Receiver server = new Receiver();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues("tencentcloud.resilience.products.cvm.host=" + this.server.host());

	@AfterEach
	void close() {
		this.server.close();
	}

	/** Everything of ours that backs off, and everything that ours asks for. */
	static Stream<Class<?>> kinds() {
		return Stream.of(PolicyResolver.class, Idempotency.class, TargetHosts.class, CallSettingsSource.class,
				CircuitBreakerRegistry.class, CircuitBreakers.class, CallMeters.class, RetryBudgets.class,
				AdaptivePacer.class, BulkheadRegistry.class, Bulkheads.class, AdmissionControl.class,
				TencentCloudResilienceControl.class, SwitchedCallSettings.class, CurrentSettings.class,
				FailureLog.class, CallInstruments.class, Engine.class, CallObservations.class,
				HttpClientObservationFilter.class, QuotaGate.class, ServerClock.class, CredentialRotation.class,
				RequestSigner.class, CallSigning.class, LibraryInfoGauge.class, MeterRegistry.class,
				ObservationRegistry.class, Clock.class, Time.class, Gate.class, SharedQuotas.class,
				CredentialsProvider.class, TencentCloudCredentialsProvider.class, RegistryEventConsumer.class,
				TencentCloudCallObservationConvention.class, TencentCloudAttemptObservationConvention.class);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void mayBeMadeWithAClient(Class<?> kind) {
		configured(kind).run((reference) -> {
			Object bean = (reference.getBeanNamesForType(kind).length == 1) ? reference.getBean(kind) : ours(kind);
			configured(kind).withInitializer((context) -> register(context, kind, bean)).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("plugged")).isSameAs(bean);
				assertThat(ApplicationCall.send(context, this.server.host(), "DescribeZones")).contains("RequestId");
				assertThat(this.server.last().contains("Authorization")).isTrue();
			});
		});
	}

	@Test
	void areThereWhenAllBeansAreMade() {
		this.runner.run((context) -> {
			DeferredEngine engine = context.getBean(DeferredEngine.class);
			TargetHosts hosts = context.getBean(TargetHosts.class);
			context.close();
			assertThat(engine.hosts()).isSameAs(hosts);
			assertThat(engine.get()).isNotNull();
		});
	}

	@Test
	void lazyApplicationToo() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("tencentCloudResilienceEngine"))
				.isTrue());
	}

	private ApplicationContextRunner configured(Class<?> kind) {
		if (kind == CredentialsProvider.class) {
			return this.runner.withPropertyValues("tencentcloud.credentials.from-sdk=true");
		}
		if (kind == TencentCloudCredentialsProvider.class) {
			return this.runner;
		}
		ApplicationContextRunner signing = this.runner.withPropertyValues("tencentcloud.credentials.secret-id=AKIDa",
				"tencentcloud.credentials.secret-key=b");
		return (kind == LibraryInfoGauge.class) ? signing.withBean(SimpleMeterRegistry.class) : signing;
	}

	private static Object ours(Class<?> kind) {
		Map<Class<?>, Object> beans = new HashMap<>();
		beans.put(MeterRegistry.class, new SimpleMeterRegistry());
		beans.put(ObservationRegistry.class, ObservationRegistry.create());
		beans.put(Clock.class, Clock.systemUTC());
		beans.put(Gate.class, Gate.OPEN);
		beans.put(CredentialsProvider.class, (CredentialsProvider) () -> new Credential("AKIDsdk", "keyOfTheSdk"));
		beans.put(TencentCloudCredentialsProvider.class, (TencentCloudCredentialsProvider) (call) -> CompletableFuture
			.completedFuture(TencentCloudCredentials.of("AKIDa", "b")));
		beans.put(TencentCloudCallObservationConvention.class, new DefaultTencentCloudCallObservationConvention());
		beans.put(TencentCloudAttemptObservationConvention.class,
				new DefaultTencentCloudAttemptObservationConvention());
		return beans.getOrDefault(kind, Mockito.mock(kind));
	}

	private static <T> void register(ConfigurableApplicationContext context, Class<T> kind, Object bean) {
		((GenericApplicationContext) context).registerBean("plugged", kind, () -> {
			context.getBean(WebClient.Builder.class).build();
			return kind.cast(bean);
		});
	}

}
