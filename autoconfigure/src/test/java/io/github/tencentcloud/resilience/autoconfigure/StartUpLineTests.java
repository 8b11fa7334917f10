package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.SpringProperties;

import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line as {@code docs/clients.md} has it.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartUpLineTests {

	private static final String[] CREDENTIALS = { "tencentcloud.credentials.secret-id=AKIDdefault",
			"tencentcloud.credentials.secret-key=keyOfTheDefault", "tencentcloud.credentials.token=theToken" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class));

	@Test
	void saysWhatIsGuardedAndHow(CapturedOutput output) {
		this.runner.withPropertyValues(CREDENTIALS).run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("INFO")
			.endsWith("tencentcloud-resilience 0.1.0-SNAPSHOT: mode=enforce, hosts=*.tencentcloudapi.com, "
					+ "doors=WebClient RestClient RestTemplate SDK, signing=on, unwrap=interfaces");
		assertThat(output).doesNotContain("AKIDdefault", "keyOfTheDefault", "theToken");
	}

	@Test
	void isAsThePageHasIt(CapturedOutput output) throws IOException {
		this.runner.withPropertyValues(CREDENTIALS)
			.withPropertyValues("tencentcloud.resilience.mode=observe",
					"tencentcloud.resilience.products.sms.mode=enforce")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement().satisfies((line) -> {
			String text = line.substring(line.indexOf("tencentcloud-resilience "));
			assertThat(Files.readString(Path.of("../docs/clients.md"))).contains("\n" + text + "\n");
		});
	}

	@Test
	void namesProductsThatDiffer(CapturedOutput output) {
		this.runner
			.withPropertyValues("tencentcloud.resilience.mode=observe",
					"tencentcloud.resilience.products.sms.mode=enforce",
					"tencentcloud.resilience.products.cvm.mode=observe",
					"tencentcloud.resilience.endpoint=http://localhost:8089",
					"tencentcloud.resilience.products.sms.endpoint=https://gateway.example/tc",
					"tencentcloud.resilience.hosts=*.tencentcloudapi.com,*.tencentcloudapi.example",
					"tencentcloud.resilience.products.cvm.host=proxy.example:8443",
					"tencentcloud.resilience.unwrap=true", "tencentcloud.resilience.products.ccc.unwrap=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement()
			.asString()
			.endsWith("mode=observe (sms: enforce), "
					+ "hosts=*.tencentcloudapi.com *.tencentcloudapi.example (cvm: proxy.example:8443), "
					+ "endpoint=http://localhost:8089 (sms: https://gateway.example/tc), doors=WebClient RestClient RestTemplate SDK, signing=off "
					+ "(no credentials: set tencentcloud.credentials.secret-id and .secret-key to have requests signed), "
					+ "unwrap=on (ccc: off)");
	}

	@Test
	void staysOneLineWithManyProducts(CapturedOutput output) {
		this.runner
			.withPropertyValues(Stream.of("a", "b", "c", "d", "e", "f", "g")
				.map((product) -> "tencentcloud.resilience.products." + product + ".endpoint=http://" + product)
				.toArray(String[]::new))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("endpoint=(a: http://a, b: http://b, c: http://c, d: http://d, e: http://e, and 2 more), ");
	}

	@Test
	void saysWhatIsSwitchedOff(CapturedOutput output) {
		this.runner.withPropertyValues(CREDENTIALS)
			.withPropertyValues("tencentcloud.resilience.enabled=false", "tencentcloud.signing.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("mode=disabled, ")
			.contains("signing=off, unwrap=");
	}

	@ParameterizedTest
	@CsvSource({ "http://fake:8089, signing=off (signatures could be read on their way to the endpoint: use https)",
			"https://fake:8089, signing=on", "http://localhost:8089, signing=on" })
	void saysWhetherWhatGoesToTheEndpointIsSigned(String endpoint, String signing, CapturedOutput output) {
		this.runner.withPropertyValues(CREDENTIALS)
			.withPropertyValues("tencentcloud.resilience.endpoint=" + endpoint)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement().asString().contains(signing + ", unwrap=");
	}

	@Test
	void saysOfEachProductWithAnEndpointWhetherItsCallsAreSigned(CapturedOutput output) {
		this.runner.withPropertyValues(CREDENTIALS)
			.withPropertyValues("tencentcloud.resilience.products.sms.endpoint=https://gateway.example",
					"tencentcloud.resilience.products.cvm.endpoint=http://fake:8089")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement()
			.asString()
			.contains(
					", signing=on (cvm: off (signatures could be read on their way to the endpoint: use https)), unwrap=");
	}

	/**
	 * Prepared ahead of time, what signs is there whether it has anything to sign with.
	 */
	@Test
	void doesNotClaimSignaturesWithoutCredentialsWhereItRuns(CapturedOutput output) {
		SpringProperties.setFlag("spring.aot.processing");
		try {
			this.runner.run((context) -> assertThat(context).hasSingleBean(CallSigning.class));
		}
		finally {
			SpringProperties.setProperty("spring.aot.processing", null);
		}
		assertThat(lines(output)).singleElement().asString().contains(", signing=off (no credentials: ");
	}

	@Test
	void comesInALazyApplicationToo(CapturedOutput output) {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).hasSize(1);
	}

	@Test
	void claimsNothingOfBeansOfTheApplication(CapturedOutput output) {
		this.runner.withBean(TargetHosts.class, () -> new TargetHosts(List.of("api.example"), Map.of()))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("hosts=(decided by the application's own TargetHosts), ");
		this.runner.withBean(TencentCloudResilienceFilter.class, () -> Mockito.mock(TencentCloudResilienceFilter.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).element(1)
			.asString()
			.contains(", doors=WebClient (decided by the application's own TencentCloudResilienceFilter) RestClient ");
	}

	@Test
	void doesNotComeWhenOnlyPreparedAheadOfTime(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class);
			context.refreshForAotProcessing(new RuntimeHints());
			assertThat(context.containsBean("tencentCloudStartUpLine")).isTrue();
		}
		assertThat(lines(output)).isEmpty();
	}

	@Test
	void canBeSilenced(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel("io.github.tencentcloud.resilience.startup", LogLevel.WARN);
		try {
			this.runner.run((context) -> assertThat(context).hasNotFailed());
		}
		finally {
			logging.setLogLevel("io.github.tencentcloud.resilience.startup", null);
		}
		assertThat(lines(output)).isEmpty();
	}

	private static List<String> lines(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("tencentcloud-resilience ")).toList();
	}

}
