package io.github.tencentcloud.resilience.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.client.RestClient;

import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the test sets comes before what {@link AutoConfigureFakeTencentCloud} sets, and
 * that before the configuration of the application: see {@code application-real.yml}.
 */
class PropertiesTests {

	private static final String DELAY = "tencentcloud.resilience.policies.%s.delay";

	@Nested
	@SpringBootTest(classes = Application.class)
	@ActiveProfiles("real")
	@AutoConfigureFakeTencentCloud
	class OfAnApplicationThatIsReadyForTheRealCloud {

		@Autowired
		FakeTencentCloud cloud;

		@Autowired
		RestClient.Builder builder;

		@Autowired
		Environment environment;

		@Test
		void nothingLeavesThisMachine() {
			this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded")).answer(success());
			this.cloud.on("cvm", "DescribeZones").answer(success());
			Requests.sendSms(this.builder.build());
			Requests.send(this.builder.build(), "cvm", "DescribeZones");
			assertThat(this.cloud).received("sms", "SendSms")
				.times(2)
				.signedBy("AKIDmarketingEXAMPLE")
				.signedBy(FakeTencentCloud.secretId("marketing"));
			assertThat(this.cloud).received("cvm", "DescribeZones").once().signedBy(FakeTencentCloud.SECRET_ID);
			assertThat(this.environment.getProperty("tencentcloud.credentials.secret-key"))
				.isEqualTo(FakeTencentCloud.SECRET_KEY);
			assertThat(this.environment.getProperty("tencentcloud.credentials.token")).isNotEqualTo("aRealToken");
		}

		@Test
		void waitsAreShortAllTheSame() {
			assertThat(this.environment.getProperty(DELAY.formatted("throttled"))).isEqualTo("1ms");
			assertThat(this.environment.getProperty(DELAY.formatted("flaky-partner"))).isEqualTo("1ms");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, args = "--" + WithItsOwn.PREFIX + "transient.delay=5ms",
			properties = WithItsOwn.PREFIX + "throttled.delay=6ms")
	@TestPropertySource(properties = WithItsOwn.PREFIX + "conflict.delay=7ms")
	@AutoConfigureFakeTencentCloud
	class WithItsOwn {

		static final String PREFIX = "tencentcloud.resilience.policies.";

		@Autowired
		FakeTencentCloud cloud;

		@Autowired
		RestClient.Builder builder;

		@Autowired
		Environment environment;

		@DynamicPropertySource
		static void credentials(DynamicPropertyRegistry registry) {
			registry.add("tencentcloud.credentials.secret-id", () -> "AKIDofTheTest");
			registry.add("tencentcloud.credentials.secret-key", () -> "keyOfTheTest");
		}

		@Test
		void whatTheTestSetsHolds() {
			assertThat(this.environment.getProperty(DELAY.formatted("transient"))).isEqualTo("5ms");
			assertThat(this.environment.getProperty(DELAY.formatted("throttled"))).isEqualTo("6ms");
			assertThat(this.environment.getProperty(DELAY.formatted("conflict"))).isEqualTo("7ms");
			assertThat(this.environment.getProperty(DELAY.formatted("capacity"))).isEqualTo("1ms");
			this.cloud.on("sms", "SendSms").answer(success());
			Requests.sendSms(this.builder.build());
			assertThat(this.cloud).received("sms", "SendSms").once().signedBy("AKIDofTheTest");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	@AutoConfigureFakeTencentCloud(shortWaits = false, checkSignatures = false, stubs = "classpath:stubs.yml")
	class AsTheAnnotationSays {

		@Autowired
		FakeTencentCloud cloud;

		@Autowired
		RestClient.Builder builder;

		@Autowired
		Environment environment;

		@Test
		void waitsAreThoseOfTheLibrary() {
			assertThat(this.environment.containsProperty(DELAY.formatted("throttled"))).isFalse();
			assertThat(this.environment.containsProperty("tencentcloud.resilience.adaptive-throttling.enabled"))
				.isFalse();
		}

		@Test
		void signaturesAreNotChecked() throws Exception {
			assertThat(Requests.unsigned(this.cloud, "sms", "SendSms")).contains("SerialNo");
		}

		@Test
		void stubsOfTheFileHoldForEachTestUnlessTheTestHasItsOwn() {
			assertThat(Requests.sendSms(this.builder.build())).contains("SerialNo");
			this.cloud.on("sms", "SendSms").answer(success("{\"Own\": true}"));
			assertThat(Requests.sendSms(this.builder.build())).contains("Own");
		}

	}

}
