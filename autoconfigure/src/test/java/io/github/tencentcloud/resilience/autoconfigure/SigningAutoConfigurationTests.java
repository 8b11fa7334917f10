package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that an application sends with nothing but properties, or with beans of its
 * own.
 */
@ExtendWith(OutputCaptureExtension.class)
class SigningAutoConfigurationTests {

	private static final String ID = "tencentcloud.credentials.secret-id=AKIDdefault";

	private static final String KEY = "tencentcloud.credentials.secret-key=keyOfTheDefault";

	private static final String[] MARKETING = { "tencentcloud.credentials.accounts.marketing.secret-id=AKIDmarketing",
			"tencentcloud.credentials.accounts.marketing.secret-key=keyOfMarketing" };

	private final Receiver cvm = new Receiver();

	private final Receiver sms = new Receiver();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues("tencentcloud.resilience.products.cvm.host=" + this.cvm.host(),
				"tencentcloud.resilience.products.sms.host=" + this.sms.host());

	@AfterEach
	void close() {
		this.cvm.close();
		this.sms.close();
	}

	@Test
	void withoutCredentialsRequestsAreSentAsTheyAre(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(CallSigning.class)
				.doesNotHaveBean(TencentCloudCredentialsProvider.class);
			call(context, this.cvm);
			assertThat(this.cvm.last().contains("Authorization")).isFalse();
			assertThat(output).containsOnlyOnce("signing=off (no credentials");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { TencentCloudCredentialsProvider.class, ServerClock.class, CredentialRotation.class,
			RequestSigner.class, CallSigning.class })
	void credentialsBringTheBeans(Class<?> type) {
		this.runner.withPropertyValues(ID, KEY).run((context) -> assertThat(context).hasSingleBean(type));
	}

	@Test
	void credentialsSign(CapturedOutput output) {
		this.runner
			.withPropertyValues(ID, KEY, "tencentcloud.credentials.token=aToken", "tencentcloud.signing.language=en-US",
					"tencentcloud.signing.unsigned-payload=true",
					"tencentcloud.resilience.products.CVM.version=2017-03-12",
					"tencentcloud.resilience.products.CVM.region=ap-guangzhou",
					"tencentcloud.resilience.products.CVM.host=" + this.cvm.host())
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).startsWith("TC3-HMAC-SHA256 Credential=AKIDdefault/");
				assertThat(this.cvm.last().get("X-TC-Version")).isEqualTo("2017-03-12");
				assertThat(this.cvm.last().get("X-TC-Region")).isEqualTo("ap-guangzhou");
				assertThat(this.cvm.last().get("X-TC-Token")).isEqualTo("aToken");
				assertThat(this.cvm.last().get("X-TC-Language")).isEqualTo("en-US");
				assertThat(this.cvm.last().get("X-TC-Content-SHA256")).isEqualTo("UNSIGNED-PAYLOAD");
				call(context, this.cvm, "X-TC-Region", "ap-beijing");
				assertThat(this.cvm.last().getAll("X-TC-Region")).containsExactly("ap-beijing");
				assertThat(output).doesNotContain("no credentials");
			});
	}

	@Test
	void switchedOff(CapturedOutput output) {
		this.runner.withPropertyValues(ID, KEY, "tencentcloud.signing.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(CallSigning.class).hasSingleBean(TencentCloudResilienceFilter.class);
			call(context, this.cvm);
			assertThat(this.cvm.last().contains("Authorization")).isFalse();
			assertThat(output).doesNotContain("no credentials");
		});
	}

	@Test
	void switchedOffTheFilterGetsNoSignatureOfTheApplicationEither() {
		CallSigning signing = new CallSigning(new RequestSigner((uri) -> true), new CredentialRotation(
				(call) -> CompletableFuture.completedFuture(TencentCloudCredentials.of("AKIDbean", "keyOfTheBean")),
				Clock.systemUTC()), new ServerClock(Clock.systemUTC()), false, null);
		this.runner.withBean(CallSigning.class, () -> signing).run((context) -> {
			call(context, this.cvm);
			assertThat(this.cvm.authorization()).contains("Credential=AKIDbean/");
		});
		this.runner.withBean(CallSigning.class, () -> signing)
			.withPropertyValues("tencentcloud.signing.enabled=false")
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.last().contains("Authorization")).isFalse();
			});
	}

	@Test
	void variablesOfTheVendor() {
		withVariables(Map.of("TENCENTCLOUD_SECRET_ID", "AKIDvariable", "TENCENTCLOUD_SECRET_KEY", "keyOfTheVariable",
				"TENCENTCLOUD_TOKEN", "variableToken"))
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).contains("Credential=AKIDvariable/");
				assertThat(this.cvm.last().get("X-TC-Token")).isEqualTo("variableToken");
			});
	}

	@Test
	void readingEndsWithTheApplication() throws Exception {
		CompletableFuture<Thread> reading = new CompletableFuture<>();
		CredentialsProvider hanging = () -> {
			reading.complete(Thread.currentThread());
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				throw new TencentCloudSDKException("interrupted");
			}
			return new Credential("AKIDsdk", "keyOfTheSdk");
		};
		this.runner.withPropertyValues("tencentcloud.credentials.from-sdk=true")
			.withBean(CredentialsProvider.class, () -> hanging)
			.run((context) -> {
				context.getBean(TencentCloudCredentialsProvider.class)
					.resolve(new TencentCloudCall("cvm", "DescribeZones", null, "none", "cvm.tencentcloudapi.com",
							"POST"));
				assertThat(reading.get(20, TimeUnit.SECONDS).isDaemon()).isTrue();
			});
		reading.join().join(20_000);
		assertThat(reading.join().isAlive()).isFalse();
	}

	@Test
	void propertiesComeBeforeVariablesAndAreNotMixedWithThem() {
		withVariables(Map.of("TENCENTCLOUD_SECRET_ID", "AKIDvariable", "TENCENTCLOUD_TOKEN", "variableToken"))
			.withPropertyValues(ID, KEY)
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).contains("Credential=AKIDdefault/");
				assertThat(this.cvm.last().contains("X-TC-Token")).isFalse();
			});
	}

	@Test
	void ownPropertiesAsVariables() {
		withVariables(Map.of("TENCENTCLOUD_CREDENTIALS_SECRETID", "AKIDown", "TENCENTCLOUD_CREDENTIALS_SECRETKEY",
				"keyOfOwn", "TENCENTCLOUD_CREDENTIALS_ACCOUNTS_MARKETING_SECRETID", "AKIDmarketing",
				"TENCENTCLOUD_CREDENTIALS_ACCOUNTS_MARKETING_SECRETKEY", "keyOfMarketing"))
			.withPropertyValues("tencentcloud.resilience.products.sms.account=Marketing")
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).contains("Credential=AKIDown/");
				call(context, this.sms);
				assertThat(this.sms.authorization()).contains("Credential=AKIDmarketing/");
			});
	}

	@Test
	void twoAccounts() {
		this.runner.withPropertyValues(ID, KEY)
			.withPropertyValues(MARKETING)
			.withPropertyValues("tencentcloud.resilience.products.sms.account=marketing")
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).contains("Credential=AKIDdefault/");
				call(context, this.sms);
				assertThat(this.sms.authorization()).contains("Credential=AKIDmarketing/");
				ApplicationCall.send(ApplicationCall.request(context, this.cvm.host(), "DescribeZones")
					.attributes(TencentCloudAttributes.account("marketing")));
				assertThat(this.cvm.authorization()).contains("Credential=AKIDmarketing/");
			});
	}

	@Test
	void userProviderReplacesOurs() {
		TencentCloudCredentialsProvider provider = (call) -> CompletableFuture
			.completedFuture(TencentCloudCredentials.of("AKID" + call.account(), "keyOfTheBean"));
		this.runner.withPropertyValues(ID, KEY, "tencentcloud.resilience.products.sms.account=anything")
			.withBean(TencentCloudCredentialsProvider.class, () -> provider)
			.run((context) -> {
				assertThat(context).hasSingleBean(TencentCloudCredentialsProvider.class);
				call(context, this.sms);
				assertThat(this.sms.authorization()).contains("Credential=AKIDanything/");
			});
	}

	@Test
	void providerOfTheSdk() {
		this.runner
			.withPropertyValues("tencentcloud.credentials.from-sdk=true",
					"tencentcloud.resilience.products.sms.account=marketing")
			.withPropertyValues(MARKETING)
			.withBean(CredentialsProvider.class, () -> () -> new Credential("AKIDsdk", "keyOfTheSdk"))
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).contains("Credential=AKIDsdk/");
				call(context, this.sms);
				assertThat(this.sms.authorization()).contains("Credential=AKIDmarketing/");
			});
	}

	@Test
	void sdkIsNotAskedUnlessWanted() {
		this.runner.withBean(CredentialsProvider.class, () -> () -> new Credential("AKIDsdk", "keyOfTheSdk"))
			.run((context) -> assertThat(context).doesNotHaveBean(CallSigning.class));
	}

	@Test
	void worksWithoutSdkAndActuator() {
		this.runner.withPropertyValues(ID, KEY)
			.withClassLoader(new FilteredClassLoader("com.tencentcloudapi", "org.springframework.boot.actuate"))
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).contains("Credential=AKIDdefault/");
			});
	}

	@Test
	void sdkThatIsWantedAndAbsent() {
		this.runner.withPropertyValues("tencentcloud.credentials.from-sdk=true")
			.withClassLoader(new FilteredClassLoader("com.tencentcloudapi"))
			.run((context) -> assertThat(context.getStartupFailure())
				.isInstanceOf(InvalidTencentCloudConfigurationException.class)
				.hasMessageContaining("The Tencent Cloud SDK is not on the class path."));
	}

	@Test
	void clockOfTheApplication() {
		Instant time = Instant.parse("2019-02-25T10:00:00Z");
		this.runner.withPropertyValues(ID, KEY)
			.withBean(Clock.class, () -> Clock.fixed(time, ZoneOffset.UTC))
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.last().get("X-TC-Timestamp")).isEqualTo(String.valueOf(time.getEpochSecond()));
			});
	}

	@Test
	void signingHost() {
		this.runner
			.withPropertyValues(ID, KEY, "tencentcloud.resilience.products.cvm.signing-host=cvm.tencentcloudapi.com")
			.run((context) -> {
				call(context, this.cvm);
				assertThat(this.cvm.authorization()).contains("/cvm/tc3_request");
			});
	}

	@Test
	void authorizationOfTheUserIsLeftAlone() {
		this.runner.withPropertyValues(ID, KEY).run((context) -> {
			call(context, this.cvm, "Authorization", "Own");
			assertThat(this.cvm.last().getAll("Authorization")).containsExactly("Own");
		});
	}

	@Test
	void otherHostsGetNothing() {
		try (Receiver other = new Receiver()) {
			this.runner.withPropertyValues(ID, KEY, "tencentcloud.credentials.token=aToken").run((context) -> {
				call(context, other);
				assertThat(other.last().contains("Authorization")).isFalse();
				assertThat(other.last().contains("X-TC-Token")).isFalse();
			});
		}
	}

	private ApplicationContextRunner withVariables(Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return this.runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, variables)));
	}

	private static void call(ApplicationContext context, Receiver receiver) {
		ApplicationCall.send(context, receiver.host(), "DescribeZones");
	}

	private static void call(ApplicationContext context, Receiver receiver, String header, String value) {
		ApplicationCall.send(ApplicationCall.request(context, receiver.host(), "DescribeZones").header(header, value));
	}

}
