package io.github.tencentcloud.resilience.sdk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.CommonRequest;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.scenarios.SignatureCheck;

import static io.github.tencentcloud.resilience.sdk.SdkScene.ID;
import static io.github.tencentcloud.resilience.sdk.SdkScene.KEY;
import static io.github.tencentcloud.resilience.sdk.SdkScene.content;
import static io.github.tencentcloud.resilience.sdk.SdkScene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whose signature a request of the SDK has, and for how long that is good.
 */
class SdkSigningTests {

	/** By which a signature of the SDK, whose clock is that of the JVM, would be old. */
	private static final Clock OTHER_CLOCK = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));

	private final SdkScene scene = new SdkScene();

	@AfterEach
	void close() {
		this.scene.close();
	}

	@Test
	void signatureOfAnAccountThatNobodyKnowsIsKept() throws Exception {
		this.scene.answers(error("RequestLimitExceeded"))
			.set("tencentcloud.credentials.secret-id", "AKIDanother")
			.set("tencentcloud.credentials.secret-key", "another")
			.start();
		this.scene.always(check().then(content("\"TotalCount\":1")));
		this.scene.client().call("DescribeInstances", "{}");
		assertThat(authorizations()).hasSize(2).containsOnly(authorizations().get(0));
		assertThat(authorizations().get(0)).contains(ID);
	}

	@Test
	void thatOfAnAccountThatIsKnownIsMadeAnewForEachAttempt() throws Exception {
		this.scene.set("tencentcloud.credentials.secret-id", ID).set("tencentcloud.credentials.secret-key", KEY);
		this.scene.start((beans) -> beans.registerBean(Clock.class, () -> OTHER_CLOCK));
		SignatureCheck check = new SignatureCheck(OTHER_CLOCK).accept(ID, KEY);
		this.scene.answers(check.then(error("RequestLimitExceeded"))).always(check.then(content("\"TotalCount\":1")));
		this.scene.client().call("DescribeInstances", "{\"Name\":\"\u4e2d\"}");
		CvmClient cvm = new CvmClient(SdkScene.CREDENTIAL, "ap-guangzhou", get());
		DescribeInstancesRequest request = new DescribeInstancesRequest();
		request.setInstanceIds(new String[] { "ins-2 +\u00e4", "ins-1" });
		request.setLimit(10L);
		assertThat(cvm.DescribeInstances(request).getTotalCount()).isEqualTo(1);
		new CommonClient("cvm", "2017-03-12", SdkScene.CREDENTIAL, "ap-guangzhou", this.scene.profile())
			.callOctetStream("UploadSomething", new HashMap<>(), new byte[] { 1, 2, 3 });
		assertThat(this.scene.received()).hasSize(4);
	}

	@Test
	void bodyIsSignedEvenIfTheProfileLeavesItOut() throws Exception {
		this.scene.set("tencentcloud.credentials.secret-id", ID)
			.set("tencentcloud.credentials.secret-key", KEY)
			.start();
		this.scene.always(check().then(content("\"TotalCount\":1")));
		ClientProfile profile = this.scene.profile();
		profile.setUnsignedPayload(true);
		SdkScene.client(profile).call("DescribeInstances", "{}");
		assertThat(this.scene.received()).singleElement()
			.satisfies((request) -> assertThat(request.header("X-TC-Content-SHA256")).isNull());
	}

	@Test
	void tokenOfTheSdkGoesWithItsSignature() throws Exception {
		this.scene.set("tencentcloud.credentials.secret-id", ID)
			.set("tencentcloud.credentials.secret-key", KEY)
			.start();
		this.scene.always(check().then(content("\"TotalCount\":1")));
		new CommonClient("cvm", "2017-03-12", new Credential(ID, "old", "token"), "ap-guangzhou", this.scene.profile())
			.call("DescribeInstances", "{}");
		assertThat(this.scene.received()).singleElement()
			.satisfies((request) -> assertThat(request.header("X-TC-Token")).isNull());
	}

	@Test
	void clientOfANamedAccountStaysWithIt() throws Exception {
		accounts();
		Credential marketing = new Credential("AKIDmarketing", "unknown to the SDK");
		new CommonClient("cvm", "2017-03-12", marketing, "ap-guangzhou", this.scene.profile()).call("DescribeInstances",
				"{}");
		assertThat(authorizations()).singleElement().asString().contains("AKIDmarketing");
	}

	@Test
	void accountOfTheProductOrOfTheScopeSignsInsteadOfTheDefaultOne() throws Exception {
		this.scene.set("tencentcloud.resilience.products.cvm.account", "marketing");
		accounts();
		Credential credential = this.scene.bean(Credential.class);
		CommonClient client = new CommonClient("cvm", "2017-03-12", credential, "ap-guangzhou", this.scene.profile());
		client.call("DescribeInstances", "{}");
		try (TencentCloudScope scope = TencentCloudScope.open(TencentCloudAttributes.account("sales"))) {
			client.call("DescribeInstances", "{}");
		}
		assertThat(authorizations()).extracting((header) -> header.split("[=/]")[1])
			.containsExactly("AKIDmarketing", "AKIDsales");
	}

	@ParameterizedTest
	@ValueSource(strings = { "observe", "off" })
	void accountsSignInEveryMode(String mode) throws Exception {
		this.scene.set("tencentcloud.resilience.products.cvm.account", "marketing")
			.set("tencentcloud.resilience.mode", mode);
		accounts();
		new CommonClient("cvm", "2017-03-12", this.scene.bean(Credential.class), "ap-guangzhou", this.scene.profile())
			.call("DescribeInstances", "{}");
		assertThat(authorizations()).singleElement().asString().contains("AKIDmarketing");
	}

	@Test
	void oldSignatureIsNotSentAgain() {
		this.scene.answers(error("RequestLimitExceeded"))
			.start((beans) -> beans.registerBean(Time.class, LaterTime::new));
		assertTooOld(failure(this.scene.client()), NoRetryReason.SIGNATURE_AGE);
	}

	@Test
	void signatureThatWouldBeOldAfterTheWaitIsNotSentAgain() {
		this.scene.answers(error("ResourceInUse"))
			.set("tencentcloud.resilience.policies.conflict.delay", "5m")
			.set("tencentcloud.resilience.policies.conflict.max-delay", "5m")
			.set("tencentcloud.resilience.timeout.call", "1h")
			.start();
		assertTooOld(failure(this.scene.client()), NoRetryReason.SIGNATURE_AGE);
	}

	@Test
	void requestWithoutASignatureNeverGetsOld() throws Exception {
		this.scene.answers(error("RequestLimitExceeded"))
			.start((beans) -> beans.registerBean(Time.class, LaterTime::new));
		CommonRequest request = new CommonRequest("{}");
		request.setSkipSign(true);
		this.scene.client().commonRequest(request, "DescribeInstances");
		assertThat(authorizations()).containsExactly("SKIP", "SKIP");
	}

	/** It would be for the other host then. */
	@Test
	void keptSignatureStaysAtItsHost() throws Exception {
		this.scene.answers(error("InternalError"))
			.set("tencentcloud.resilience.products.cvm.fail-over", "other.invalid")
			.start();
		this.scene.client().call("DescribeInstances", "{}");
		assertThat(this.scene.received()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HmacSHA1 POST", "HmacSHA256 POST", "HmacSHA1 GET", "HmacSHA256 GET" })
	void olderKindsOfSignaturesAreIdentifiedAndNeverRepeated(String kind) {
		this.scene.answers(error("RequestLimitExceeded"))
			.set("tencentcloud.credentials.secret-id", ID)
			.set("tencentcloud.credentials.secret-key", KEY)
			.start();
		ClientProfile profile = this.scene.profile();
		profile.setSignMethod(kind.split(" ")[0]);
		profile.getHttpProfile().setReqMethod(kind.split(" ")[1]);
		CvmClient cvm = new CvmClient(SdkScene.CREDENTIAL, "ap-guangzhou", profile);
		TencentCloudSDKException error = catchThrowableOfType(TencentCloudSDKException.class,
				() -> cvm.DescribeInstances(new DescribeInstancesRequest()));
		assertTooOld(error, NoRetryReason.SIGNED_ONCE);
		assertThat(this.scene.count("tencentcloud.client.requests", "product", "cvm", "action", "DescribeInstances",
				"api.region", "ap-guangzhou", "code", "RequestLimitExceeded"))
			.isOne();
	}

	private void assertTooOld(TencentCloudSDKException error, NoRetryReason reason) {
		assertThat(error.getErrorCode()).isIn("RequestLimitExceeded", "ResourceInUse");
		assertThat(TencentCloudFailure.of(error)).hasValueSatisfying((failure) -> {
			assertThat(failure.noRetryReason()).isEqualTo(reason);
			assertThat(failure.attempts()).isOne();
		});
		assertThat(this.scene.received()).hasSize(1);
		assertThat(this.scene.count("tencentcloud.client.retries", "result", "signature_age")).isOne();
	}

	private void accounts() {
		Map.of("secret-id", "AKIDmain", "secret-key", "main", "accounts.marketing.secret-id", "AKIDmarketing",
				"accounts.marketing.secret-key", "marketing", "accounts.sales.secret-id", "AKIDsales",
				"accounts.sales.secret-key", "sales")
			.forEach((name, value) -> this.scene.set("tencentcloud.credentials." + name, value));
		SignatureCheck check = new SignatureCheck(Clock.systemUTC()).accept("AKIDmarketing", "marketing")
			.accept("AKIDsales", "sales");
		this.scene.always(check.then(content("\"TotalCount\":1"))).start();
	}

	private ClientProfile get() {
		ClientProfile profile = this.scene.profile();
		profile.getHttpProfile().setReqMethod("GET");
		return profile;
	}

	private static SignatureCheck check() {
		return new SignatureCheck(Clock.systemUTC()).accept(ID, KEY);
	}

	private List<String> authorizations() {
		return this.scene.received().stream().map((request) -> request.header("Authorization")).toList();
	}

	private static TencentCloudSDKException failure(CommonClient client) {
		return catchThrowableOfType(TencentCloudSDKException.class, () -> client.call("DescribeInstances", "{}"));
	}

	/** Where every signature has been under way for five minutes. */
	private static final class LaterTime implements Time, AutoCloseable {

		private final SystemTime time = new SystemTime();

		@Override
		public long nanos() {
			return this.time.nanos();
		}

		@Override
		public Instant instant() {
			return this.time.instant().plus(Duration.ofMinutes(5));
		}

		@Override
		public Alarm alarm(long delayNanos, Runnable task) {
			return this.time.alarm(delayNanos, task);
		}

		@Override
		public void close() {
			this.time.close();
		}

	}

}
