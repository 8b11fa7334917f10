package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user sees whose HTTP interface cannot work: what is wrong and what to do, and no
 * stack trace.
 */
class WrongInterfaceTests {

	@Test
	void version() {
		FailureAnalysis analysis = analysis(Slashes.class);
		assertThat(analysis.getDescription())
			.isEqualTo("@TencentCloudProduct of %s: '2017/03/12' is no version, which is a date.", Cvm.class.getName());
		assertThat(analysis.getAction()).isEqualTo("Write the name itself, '2017-03-12'.");
	}

	@Test
	void product() {
		FailureAnalysis analysis = analysis(Nameless.class);
		assertThat(analysis.getDescription())
			.isEqualTo("@ImportTencentCloudServices does not know which product %s calls.", Zones.class.getName());
		assertThat(analysis.getAction()).startsWith("Add @TencentCloudProduct(\"…\") to it");
	}

	@Test
	void clientThatIsNotThere() {
		Exception failure = new BeanCreationException("httpServiceProxyRegistry", "Not created",
				new IllegalStateException(
						MissingAdapterFailureAnalyzer.MESSAGE + HttpServiceGroup.ClientType.WEB_CLIENT));
		FailureAnalysis analysis = new MissingAdapterFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("HTTP interfaces are built on WebClient, which is not on the class path.");
		assertThat(analysis.getAction())
			.startsWith("Add org.springframework.boot:spring-boot-starter-webclient, or say");
		assertThat(new MissingAdapterFailureAnalyzer().analyze(new IllegalStateException("Anything else"))).isNull();
	}

	/** WebFlux is on the class path of the tests, so Spring cannot be made to say it. */
	@Test
	void springStillSaysSo() throws IOException {
		String type = HttpServiceGroup.class.getPackageName().replace('.', '/')
				+ "/HttpServiceProxyRegistryFactoryBean$ConfigurableGroup.class";
		try (InputStream in = HttpServiceGroup.class.getClassLoader().getResourceAsStream(type)) {
			assertThat(in).isNotNull();
			assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
				.contains(MissingAdapterFailureAnalyzer.MESSAGE);
		}
	}

	private static FailureAnalysis analysis(Class<?> application) {
		return StartUpFailure.analysis(HttpInterfaceApplication.runner().withUserConfiguration(application));
	}

	@TencentCloudProduct(value = "cvm", version = "2017/03/12")
	interface Cvm {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

	interface Zones {

		@TencentCloudAction("DescribeZones")
		String describeZones();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "cvm", types = Cvm.class)
	static class Slashes {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Zones.class)
	static class Nameless {

	}

}
