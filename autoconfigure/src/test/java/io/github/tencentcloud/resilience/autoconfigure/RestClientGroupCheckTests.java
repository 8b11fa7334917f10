package io.github.tencentcloud.resilience.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.InMemoryServer;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Interfaces that only a reactive client can serve stop the start-up on
 * {@code RestClient}, and the text says what to do.
 */
class RestClientGroupCheckTests {

	private static final String NAME = RestClientGroupCheckTests.class.getName() + "$";

	private static final String PLAIN_TYPES = "Return and take plain types, for example Zones instead of Mono<Zones>, or ";

	private static final String SAY_WEB_CLIENT = "say clientType = HttpServiceGroup.ClientType.WEB_CLIENT where the interface is imported.";

	private final InMemoryServer server = new InMemoryServer("{\"Response\":{\"RequestId\":\"r\"}}");

	private final ApplicationContextRunner both = HttpInterfaceApplication.runner(ClientType.WEB_CLIENT, this.server);

	private final ApplicationContextRunner runner = HttpInterfaceApplication.runner(ClientType.REST_CLIENT,
			this.server);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ReturnsMono       | describe returns Mono
			ReturnsFlux       | describe returns Flux
			ReturnsFuture     | describe returns CompletableFuture
			ReturnsPublisher  | describe returns Publisher
			ReturnsEntity     | describe returns Mono
			TakesMono         | describe takes Mono
			Inherits          | describe returns Mono
			WithoutAction     | describe returns Mono
			""")
	void reactiveMethod(String name, String found) throws Exception {
		Class<?> type = Class.forName(NAME + name);
		FailureAnalysis analysis = StartUpFailure
			.analysis(this.runner.withUserConfiguration(Class.forName(NAME + name + "Import")));
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(
				"""
						HTTP interfaces that call Tencent Cloud have reactive methods, but they are built on RestClient, which blocks:

						    %s (group 'cvm') %s
						"""
					.formatted(type.getName(), found));
		assertThat(analysis.getAction()).isEqualTo(
				PLAIN_TYPES + "add org.springframework.boot:spring-boot-starter-webclient and " + SAY_WEB_CLIENT);
	}

	@Test
	void allOfThemAtOnce() {
		FailureAnalysis analysis = StartUpFailure.analysis(this.both.withUserConfiguration(Several.class));
		assertThat(analysis.getDescription().lines().filter((line) -> line.startsWith("    "))).containsExactly(
				"    " + NAME + "Mixed (group 'sms') send returns Mono",
				"    " + NAME + "Mixed (group 'sms') send takes Flux",
				"    " + NAME + "ReturnsMono (group 'cvm') describe returns Mono");
		assertThat(analysis.getAction()).isEqualTo(PLAIN_TYPES + SAY_WEB_CLIENT);
	}

	@Test
	void onWebClientTheyAreWelcome() {
		this.both.withUserConfiguration(ReturnsMonoImport.class)
			.run((context) -> assertThat(context.getBean(ReturnsMono.class).describe().block())
				.isEqualTo("{\"RequestId\":\"r\"}"));
	}

	/** Whatever Spring makes of it. */
	@Test
	void interfacesThatCallSomebodyElse() {
		this.runner.withUserConfiguration(Foreign.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Other.class));
	}

	@TencentCloudProduct("cvm")
	interface ReturnsMono {

		@TencentCloudAction("Describe")
		Mono<String> describe();

	}

	@TencentCloudProduct("cvm")
	interface ReturnsFlux {

		@TencentCloudAction("Describe")
		Flux<String> describe();

	}

	@TencentCloudProduct("cvm")
	interface ReturnsFuture {

		@TencentCloudAction("Describe")
		CompletableFuture<String> describe();

	}

	@TencentCloudProduct("cvm")
	interface ReturnsPublisher {

		@TencentCloudAction("Describe")
		Flow.Publisher<String> describe();

	}

	@TencentCloudProduct("cvm")
	interface ReturnsEntity {

		@TencentCloudAction("Describe")
		ResponseEntity<Mono<String>> describe();

	}

	@TencentCloudProduct("cvm")
	interface TakesMono {

		@TencentCloudAction("Describe")
		String describe(@RequestBody Mono<String> page);

	}

	interface Generic<T> {

		@TencentCloudAction("Describe")
		T describe();

	}

	@TencentCloudProduct("cvm")
	interface Inherits extends Generic<Mono<String>> {

	}

	@TencentCloudProduct("cvm")
	interface WithoutAction {

		@PostExchange("/")
		Mono<String> describe();

		default Mono<String> ofItsOwn() {
			return describe();
		}

	}

	@TencentCloudProduct("sms")
	interface Mixed {

		@TencentCloudAction("Send")
		Mono<String> send(@RequestBody Flux<String> texts);

		@TencentCloudAction("Count")
		String count();

	}

	interface Other {

		@PostExchange("/")
		Mono<String> describe();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(ReturnsMono.class)
	static class ReturnsMonoImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(ReturnsFlux.class)
	static class ReturnsFluxImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(ReturnsFuture.class)
	static class ReturnsFutureImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(ReturnsPublisher.class)
	static class ReturnsPublisherImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(ReturnsEntity.class)
	static class ReturnsEntityImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(TakesMono.class)
	static class TakesMonoImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Inherits.class)
	static class InheritsImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(WithoutAction.class)
	static class WithoutActionImport {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(value = ReturnsMono.class, clientType = ClientType.REST_CLIENT)
	@ImportHttpServices(group = "sms", types = Mixed.class)
	static class Several {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "other", types = Other.class)
	static class Foreign {

	}

}
