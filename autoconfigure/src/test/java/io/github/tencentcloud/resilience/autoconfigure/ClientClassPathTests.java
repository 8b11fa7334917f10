package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;
import io.github.tencentcloud.resilience.sdk.TencentCloudSdk;
import io.github.tencentcloud.resilience.webclient.ReactorTime;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each client is optional. Real applications on such class paths are those in
 * {@code starter/src/it}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientClassPathTests {

	private static final String[] SDK = { "com.tencentcloudapi", "okhttp3", "okio" };

	private static final String[] WEB_CLIENT = { "com.tencentcloudapi", "okhttp3", "reactor", "org.reactivestreams",
			"org.springframework.web.reactive", "org.springframework.boot.webclient" };

	private static final String[] REST_CLIENT = { "com.tencentcloudapi", "okhttp3",
			"org.springframework.boot.restclient", "jakarta.servlet" };

	private static final String[] NO_SPRING_CLIENT = { "reactor", "org.reactivestreams",
			"org.springframework.web.reactive", "org.springframework.boot.webclient",
			"org.springframework.boot.restclient" };

	private static final String[] NO_CLIENT = StringUtils.concatenateStringArrays(SDK, NO_SPRING_CLIENT);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("tencentcloud.credentials.secret-id=id", "tencentcloud.credentials.secret-key=key")
		.withConfiguration(AutoConfigurations.of(ImperativeHttpClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class,
				TencentCloudActuatorAutoConfiguration.class, TencentCloudNoClientAutoConfiguration.class));

	@Test
	void restClientWithoutWebFluxAndReactor(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(WEB_CLIENT)).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(TencentCloudResilienceInterceptor.class)
				.hasSingleBean(RequestFactoryGuard.class)
				.hasSingleBean(UnguardedRestClients.class)
				.hasSingleBean(LostGuardWarning.class)
				.doesNotHaveBean(TencentCloudResilienceFilter.class)
				.doesNotHaveBean(UnguardedWebClients.class)
				.doesNotHaveBean(RedirectWarning.class);
			assertThat(context).getBean(Time.class).isInstanceOf(SystemTime.class);
		});
		assertThat(output).contains(", doors=RestClient RestTemplate, signing=on, ").doesNotContain("guards nothing");
	}

	@Test
	void webClientWithoutRestClient(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(REST_CLIENT)).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(TencentCloudResilienceFilter.class)
				.hasSingleBean(UnguardedWebClients.class)
				.hasSingleBean(RedirectWarning.class)
				.doesNotHaveBean(TencentCloudResilienceInterceptor.class)
				.doesNotHaveBean(UnguardedRestClients.class)
				.doesNotHaveBean(LostGuardWarning.class)
				.doesNotHaveBean(RequestFactoryGuard.class);
			assertThat(context).getBean(Time.class).isInstanceOf(ReactorTime.class);
		});
		assertThat(output).contains(", doors=WebClient, signing=on, ").doesNotContain("guards nothing");
	}

	/** Its WebClients are none of ours, and not signed. */
	@Test
	void restClientWithWebFluxButWithoutBootsWebClient(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.webclient", "okhttp3"))
			.withPropertyValues("spring.http.clients.reactive.connector=jdk")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TencentCloudResilienceInterceptor.class)
				.doesNotHaveBean(TencentCloudResilienceFilter.class)
				.doesNotHaveBean(RedirectWarning.class));
		assertThat(output).contains(", doors=RestClient RestTemplate, signing=on, ").doesNotContain(" WARN ");
	}

	@Test
	void both(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(SDK))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TencentCloudResilienceFilter.class)
				.hasSingleBean(TencentCloudResilienceInterceptor.class)
				.doesNotHaveBean("tencentCloudSdk"));
		assertThat(output).contains(", doors=WebClient RestClient RestTemplate, signing=on, ")
			.doesNotContain("guards nothing");
	}

	@Test
	void all(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TencentCloudSdk.class));
		assertThat(output).contains(", doors=WebClient RestClient RestTemplate SDK, signing=on, ");
	}

	@Test
	void sdkAlone(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(NO_SPRING_CLIENT))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TencentCloudSdk.class)
				.hasSingleBean(ClientProfile.class)
				.hasSingleBean(Credential.class)
				.hasSingleBean(UnguardedSdkClients.class));
		assertThat(output).contains(", doors=SDK, signing=on, ").doesNotContain(" WARN ");
	}

	/** As it is with versions that had another HTTP client. */
	@Test
	void sdkWithoutItsHttpClient(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader("okhttp3"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("tencentCloudSdk")
				.doesNotHaveBean("tencentCloudUnguardedSdkClients"));
		assertThat(output).contains(", doors=WebClient RestClient RestTemplate, signing=on, ");
	}

	@Test
	void neitherIsSaidOnce(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(NO_CLIENT))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Engine.class));
		assertThat(lines(output)).singleElement()
			.asString()
			.contains(" WARN ", "spring-boot-starter-restclient", "spring-boot-starter-webclient",
					"com.tencentcloudapi", "tencentcloud.resilience.enabled=false");
	}

	@Test
	void neitherIsFineWhereNothingIsWanted(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(NO_CLIENT))
			.withPropertyValues("tencentcloud.resilience.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).isEmpty();
	}

	@Test
	void applicationsGetAllOfThem() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())).contains(
				TencentCloudResilienceAutoConfiguration.class.getName(),
				TencentCloudActuatorAutoConfiguration.class.getName(),
				TencentCloudNoClientAutoConfiguration.class.getName());
	}

	private static List<String> lines(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("guards nothing")).toList();
	}

}
