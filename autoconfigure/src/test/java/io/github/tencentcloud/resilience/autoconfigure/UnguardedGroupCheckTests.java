package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An annotated interface over a client that nobody guards stops the start-up.
 */
class UnguardedGroupCheckTests {

	private static final FilteredClassLoader WITHOUT_REST_CLIENT = new FilteredClassLoader(RestClientCustomizer.class);

	private static final FilteredClassLoader WITHOUT_WEB_CLIENT = new FilteredClassLoader(WebClientCustomizer.class);

	private static final FilteredClassLoader WITHOUT_BOTH = new FilteredClassLoader(RestClientCustomizer.class,
			WebClientCustomizer.class);

	private final ApplicationContextRunner runner = HttpInterfaceApplication.runner()
		.withConfiguration(AutoConfigurations.of(TencentCloudNoClientAutoConfiguration.class));

	@Test
	void onRestClient() {
		assertRefused(OnRestClient.class, WITHOUT_REST_CLIENT, "RestClient", "restclient");
	}

	@Test
	void onWebClient() {
		assertRefused(OnWebClient.class, WITHOUT_WEB_CLIENT, "WebClient", "webclient");
	}

	@Test
	void onWhateverThereIsIfThereIsNothing() {
		assertRefused(OnAny.class, WITHOUT_BOTH, "RestClient", "restclient");
	}

	@Test
	void eachOverTheOneThatIsThere() {
		this.runner.withUserConfiguration(OnRestClient.class)
			.withClassLoader(WITHOUT_WEB_CLIENT)
			.run((context) -> assertThat(context).hasSingleBean(Cvm.class));
		this.runner.withUserConfiguration(OnWebClient.class)
			.withClassLoader(WITHOUT_REST_CLIENT)
			.run((context) -> assertThat(context).hasSingleBean(Cvm.class));
	}

	/** Whatever Spring makes of it. */
	@Test
	void interfacesThatCallSomebodyElse() {
		this.runner.withUserConfiguration(Foreign.class)
			.withClassLoader(WITHOUT_BOTH)
			.run((context) -> assertThat(context).hasSingleBean(Other.class));
	}

	private void assertRefused(Class<?> application, ClassLoader classPath, String client, String module) {
		FailureAnalysis analysis = StartUpFailure
			.analysis(this.runner.withUserConfiguration(application).withClassLoader(classPath));
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(
				"""
						HTTP interfaces that call Tencent Cloud are built on %s, whose calls cannot be guarded without spring-boot-%s:

						    %s (group 'cvm')
						"""
					.formatted(client, module, Cvm.class.getName()));
		assertThat(analysis.getAction()).isEqualTo("Add org.springframework.boot:spring-boot-starter-" + module
				+ ", or say another clientType where the interface is imported.");
	}

	@TencentCloudProduct("cvm")
	interface Cvm {

		@TencentCloudAction("Describe")
		String describe();

	}

	interface Other {

		@PostExchange("/")
		String describe();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "cvm", types = Cvm.class)
	static class OnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(value = Cvm.class, clientType = ClientType.WEB_CLIENT)
	static class OnWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class OnAny {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "other", types = Other.class)
	static class Foreign {

	}

}
