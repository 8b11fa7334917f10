package consumer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * An application with the vendor's SDK, and with no other client.
 */
class ConsumerTests {

	private static final String THROTTLED = """
			{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"m"},"RequestId":"r1"}}""";

	private static final String REFUSED = """
			{"Response":{"Error":{"Code":"InvalidParameter","Message":"as the server says"},"RequestId":"r2"}}""";

	private static final String SUCCESS = """
			{"Response":{"TotalCount":7,"RequestId":"r3"}}""";

	private static final ByteArrayOutputStream log = new ByteArrayOutputStream();

	private static TencentCloud tencentCloud;

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void start() throws IOException {
		tencentCloud = new TencentCloud();
		PrintStream console = System.out;
		System.setOut(new PrintStream(log, true));
		try {
			SpringApplication consumer = new SpringApplication(Consumer.class);
			// Ahead of time something was prepared for this class, and not for the one that runs the tests.
			consumer.setMainApplicationClass(Consumer.class);
			application = consumer.run("--tencentcloud.credentials.secret-id=id",
					"--tencentcloud.credentials.secret-key=key",
					"--tencentcloud.resilience.endpoint=" + tencentCloud.url(),
					"--tencentcloud.resilience.policies.throttled.delay=1ms",
					"--tencentcloud.resilience.policies.throttled.jitter=0ms");
		}
		finally {
			System.setOut(console);
		}
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
		tencentCloud.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor.core.publisher.Mono", "jakarta.servlet.Servlet",
			"org.springframework.boot.restclient.RestClientCustomizer", "org.springframework.boot.webclient.WebClientCustomizer" })
	void isNotOnTheClassPath(String name) {
		assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
	}

	@Test
	void startsWithoutAWarningAndNamesTheDoor() {
		List<String> lines = log.toString().lines().toList();
		assertEquals(List.of(), lines.stream().filter((line) -> line.matches(".* (WARN|ERROR) .*")).toList());
		assertEquals(1, lines.stream().filter((line) -> line.contains(", doors=SDK, signing=on, ")).count(), log::toString);
	}

	@Test
	void throttledCallIsRepeatedAndSigned() throws TencentCloudSDKException {
		tencentCloud.answer(THROTTLED, SUCCESS);
		double before = recovered();
		assertEquals(SUCCESS, client().call("DescribeInstances", "{}"));
		assertEquals(2, tencentCloud.signatures.size());
		assertTrue(tencentCloud.signatures.stream()
			.allMatch((signature) -> signature.startsWith("TC3-HMAC-SHA256 Credential=id/")),
				tencentCloud.signatures::toString);
		assertEquals(before + 1, recovered());
	}

	@Test
	void refusalIsTheSdksOwnException() {
		tencentCloud.answer(REFUSED);
		TencentCloudSDKException error = assertThrows(TencentCloudSDKException.class,
				() -> client().call("DescribeInstances", "{}"));
		assertEquals("as the server says", error.getMessage());
		assertEquals("InvalidParameter", error.getErrorCode());
		assertEquals("r2", error.getRequestId());
		assertInstanceOf(TencentCloudApiException.class, error.getCause());
		assertEquals(1, TencentCloudFailure.of(error).orElseThrow().attempts());
	}

	private static CommonClient client() {
		return new CommonClient("cvm", "2017-03-12", application.getBean(Credential.class), "ap-guangzhou",
				application.getBean(ClientProfile.class));
	}

	private static double recovered() {
		return application.getBean(MeterRegistry.class)
			.find("tencentcloud.client.retries")
			.tag("code", "RequestLimitExceeded")
			.tag("result", "recovered")
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

}
