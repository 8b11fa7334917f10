package io.github.tencentcloud.resilience.scenarios;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.assertj.core.api.Assertions.within;

/**
 * Signatures, as a server that checks each of them sees them.
 */
class SigningScenarioTests extends AbstractScenarios {

	private static final String SIGNED = """
			tencentcloud:
			  credentials:
			    secret-id: AKIDmain
			    secret-key: keyOfMain
			    accounts.marketing: { secret-id: AKIDmarketing, secret-key: keyOfMarketing }
			  resilience:
			    products.sms.account: marketing
			    policies:
			      conflict: { delay: 1ms, jitter: 0ms }
			      transient: { delay: 1ms, jitter: 0ms }
			""";

	private final SignatureCheck check = new SignatureCheck(Clock.systemUTC()).accept("AKIDmain", "keyOfMain")
		.accept("AKIDmarketing", "keyOfMarketing");

	@Test
	void signsWhatIsSent() {
		this.server.always(this.check.then(Answers.ok()));
		Application application = start(SIGNED);
		assertSucceeded(application.call(Request.write().body("{\"Name\":\"\u00e4\u4e2d\"}")), "r-1");
		assertSucceeded(
				application.call(Request.read().get().to("http://" + this.server.host() + "/?Limit=10&Offset=0")),
				"r-2");
		assertThat(this.server.header("Authorization"))
			.allSatisfy((authorization) -> assertThat(authorization).startsWith("TC3-HMAC-SHA256 Credential=AKIDmain/")
				.contains("/cvm/tc3_request"));
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1",
				"cvm RunInstances none OK none SUCCESS: 1");
	}

	/** By then, a signature that was made at the beginning would have expired. */
	@Test
	void signsEachAttemptAnew() {
		TestClock clock = new TestClock();
		SignatureCheck strict = new SignatureCheck(clock).accept("AKIDmain", "keyOfMain");
		this.server.answers(strict.then((exchange) -> {
			clock.advance(Duration.ofMinutes(10));
			Answers.error("ResourceInUse").answer(exchange);
		})).always(strict.then(Answers.ok()));
		Application application = start(ClientOptions.DEFAULT, SIGNED,
				(context) -> context.registerBean(Clock.class, () -> clock));
		assertSucceeded(application.call(Request.write()), "r-2");
		assertThat(application.meters().attempts()).containsExactly("cvm RunInstances none OK none none: 1",
				"cvm RunInstances none ResourceInUse conflict retry: 1");
	}

	/** Whatever the user puts inside, is sent with it, and is signed last. */
	@Test
	void signsAfterEverythingElse() {
		this.server.always(this.check.then(Answers.ok()));
		Application application = start(ClientOptions.DEFAULT.addingHeader("X-TC-Language", () -> "en-US"), SIGNED);
		assertSucceeded(application.call(Request.write()), "r-1");
		assertThat(this.server.header("X-TC-Language")).containsExactly("en-US");
	}

	@Test
	void wrongKeyIsTheServersToRefuse() {
		this.server.always(new SignatureCheck(Clock.systemUTC()).accept("AKIDmain", "another").then(Answers.ok()));
		Application application = start(SIGNED);
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "AuthFailure.SignatureFailure",
				"r-1", 1);
		assertThat(this.server.requests()).isOne();
	}

	@Test
	void clockThatIsWrongIsCorrectedOnce() {
		this.server.always(this.check.then(Answers.ok()));
		Application application = start(ClientOptions.DEFAULT, SIGNED, (context) -> context.registerBean(Clock.class,
				() -> Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20))));
		assertSucceeded(application.call(Request.write()), "r-2");
		assertSucceeded(application.call(Request.write()), "r-3");
		assertThat(this.server.requests()).isEqualTo(3);
		Meters meters = application.meters();
		assertThat(meters.attempts()).containsExactly(
				"cvm RunInstances none AuthFailure.SignatureExpire clock retry: 1",
				"cvm RunInstances none OK none none: 2");
		assertThat(meters.delays()).containsExactly("cvm RunInstances AuthFailure.SignatureExpire: 1");
		assertThat(meters.delay("AuthFailure.SignatureExpire")).isZero();
		assertThat(meters.gauge("clock.offset", "cvm")).isCloseTo(1200, within(60.0));
	}

	@Test
	void clockThatCannotBeCorrectedFails() {
		this.server.always(Answers.error("AuthFailure.SignatureExpire"));
		Application application = start(SIGNED);
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "AuthFailure.SignatureExpire", "r-1", 1);
		assertThat(reply.told().line()).contains("not repeated, since what the server refused could not be put right");
	}

	@Test
	void clockIsLeftWrongWhereItsPolicyHasNoRetries() {
		this.server.always(this.check.then(Answers.ok()));
		Application application = start(ClientOptions.DEFAULT, SIGNED + """
				      clock.max-retries: 0
				""", (context) -> context.registerBean(Clock.class,
				() -> Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20))));
		assertFailed(application.call(Request.write()), "TencentCloudApiException", "AuthFailure.SignatureExpire",
				"r-1", 1);
	}

	@Test
	void keyThatIsReplacedIsFetchedOnceAndTheCallRepeated() {
		this.check.accept("AKIDold", "keyOfOld");
		this.server.always(this.check.then(Answers.ok()));
		AtomicReference<Credential> present = new AtomicReference<>(new Credential("AKIDold", "keyOfOld"));
		Application application = start(ClientOptions.DEFAULT, """
				tencentcloud.credentials.from-sdk: true
				""", (context) -> context.registerBean(CredentialsProvider.class, () -> present::get));
		assertSucceeded(application.call(Request.write()), "r-1");
		this.check.revoke("AKIDold");
		present.set(new Credential("AKIDmain", "keyOfMain"));
		assertSucceeded(application.call(Request.write()), "r-3");
		assertSucceeded(application.call(Request.write()), "r-4");
		assertThat(application.meters().attempts()).containsExactly(
				"cvm RunInstances none AuthFailure.SecretIdNotFound auth fail: 1",
				"cvm RunInstances none OK none none: 3");
	}

	@Test
	void accountsOfProductsAndRequests() {
		this.server.always(this.check.then(Answers.ok()));
		Application application = start(SIGNED);
		assertSucceeded(application.call(Request.read()), "r-1");
		assertSucceeded(application.call(Request.of("SendSms").product("sms")), "r-2");
		assertSucceeded(application.call(Request.read().account("marketing")), "r-3");
		assertThat(this.server.header("Authorization")).extracting((header) -> header.split("[=/]")[1])
			.containsExactly("AKIDmain", "AKIDmarketing", "AKIDmarketing");
		assertThat(this.server.header("Authorization")).extracting((header) -> header.split("[=/]")[3])
			.containsExactly("cvm", "sms", "cvm");
	}

	@Test
	void accountThatDoesNotExistFailsTheCallBeforeAnythingIsSent() {
		Application application = start(SIGNED);
		Reply reply = application.call(Request.read().account("nobody"));
		assertThat(reply.error()).isNotNull();
		assertThat(reply.told().code()).isEqualTo("ClientError.CredentialError");
		assertThat(this.server.requests()).isZero();
	}

	@Test
	void signatureOfTheCallersOwnIsLeftAlone() {
		assumeTrue(!this.door.signsItself(), "The client signs each request");
		Application application = start(SIGNED);
		assertSucceeded(application.call(Request.read().header("Authorization", "mine")), "r-1");
		assertThat(this.server.header("Authorization")).containsExactly("mine");
	}

	@Test
	void signsForTheHostThatIsFailedOverTo() {
		this.server.answers(Answers.error("InternalError"));
		this.other.always(this.check.then(Answers.ok()));
		Application application = start(SIGNED + """
				    products.cvm.fail-over: ["${other}"]
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		assertThat(this.other.requests()).isOne();
	}

	/** For a fake, a recorder or a gateway. */
	@Test
	void endpointGetsWhatIsSignedForTheHostThatTheCallNames() {
		this.server.answers(Answers.error("ResourceInUse")).always(this.check.then(Answers.ok()));
		Application application = start(SIGNED + """
				    endpoint: http://${server}
				    products.cvm: { host: cvm.tencentcloudapi.com, fail-over: ["${other}"] }
				""");
		assertSucceeded(application.call(Request.write().to("http://cvm.ap-guangzhou.tencentcloudapi.com/")), "r-2");
		assertThat(this.server.header("X-Forwarded-Host")).containsOnly("cvm.ap-guangzhou.tencentcloudapi.com");
		assertThat(this.other.requests()).isZero();
		assertThat(application.meters().calls()).containsExactly("cvm RunInstances ap-guangzhou OK none SUCCESS: 1");
	}

	@Test
	void signsInEveryMode() {
		this.server.always(this.check.then(Answers.ok()));
		for (String mode : List.of("mode: observe", "mode: off", "enabled: false")) {
			assertThat(start(SIGNED + "    " + mode + "\n").call(Request.write()).text()).contains("TotalCount");
		}
	}

}
