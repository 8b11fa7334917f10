package io.github.tencentcloud.resilience.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.CallSettingsSource;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.telemetry.CardinalityLimits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that are right, from YAML and from the environment, and what comes of them.
 */
@ExtendWith(OutputCaptureExtension.class)
class TencentCloudResiliencePropertiesTests {

	private static final String EXAMPLE = """
			tencentcloud:
			  resilience:
			    unwrap: true
			    codes:
			      RequestLimitExceeded: throttled
			      AuthFailure: auth
			    policies:
			      throttled:
			        max-retries: 2
			        delay: 200ms
			        multiplier: 2
			        jitter: 100ms
			        max-delay: 5s
			      flaky-partner:
			        decision: circuit-break
			        max-retries: 1
			        only-idempotent: true
			    max-attempts: 8
			    products:
			      sms:
			        host: sms.tencentcloudapi.com
			        mode: observe
			        unwrap: false
			        timeout: { attempt: 5s, call: 20s }
			        codes: { LimitExceeded.GlobalSmsSendingRateLimit: throttled }
			        actions:
			          SendSms:
			            max-attempts: 1
			            codes: { FailedOperation.X: transient }
			            item-codes: { path: "SendStatusSet[].Code", ok: [Ok], on-failure: report }
			          PullSmsSendStatus:
			            idempotent: true
			            timeout.attempt: 1s
			      ccc:
			        circuit-breaker: { failure-rate-threshold: 50, minimum-number-of-calls: 40 }
			        max-attempts: 4
			    circuit-breaker:
			      enabled: true
			      scope: [product, region]
			      failure-rate-threshold: 50
			      sliding-window-type: time-based
			      sliding-window-size: 60
			      minimum-number-of-calls: 20
			      wait-duration-in-open-state: 15s
			      permitted-number-of-calls-in-half-open-state: 5
			      max-wait-duration-in-half-open-state: 30s
			    timeout: { attempt: 9s, call: 29s }
			""";

	@TempDir
	private Path folder;

	@Test
	void exampleOfTheDesign() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(EXAMPLE).run()) {
			PolicyResolver policies = context.getBean(PolicyResolver.class);
			assertThat(policy(policies, "sms", "SendSms", "FailedOperation.X")).isEqualTo("transient");
			assertThat(policy(policies, "sms", "Other", "FailedOperation.X")).isEqualTo("fail");
			assertThat(policy(policies, "sms", "Other", "LimitExceeded.GlobalSmsSendingRateLimit"))
				.isEqualTo("throttled");
			assertThat(policy(policies, "cvm", "RunInstances", "AuthFailure.Whatever")).isEqualTo("auth");
			Policy partner = policies.policies().get("flaky-partner");
			assertThat(partner.decision()).isEqualTo(Decision.CIRCUIT_BREAK);
			assertThat(partner.maxRetries()).isOne();
			assertThat(partner.onlyIdempotent()).isTrue();
		}
	}

	@Test
	void firstEventHasALimitOfItsOwnWhereOneIsWritten() {
		try (ConfigurableApplicationContext context = run("products.hunyuan.timeout.first-event: 25s",
				"products.hunyuan.timeout.attempt: 5s",
				"products.hunyuan.actions.ChatCompletions.timeout: { first-event: 2m, call: 5m }",
				"products.hunyuan.actions.RunThread.timeout.attempt: 7s", "products.sms.timeout.attempt: 5s")) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			assertThat(source.settings("hunyuan", "chatcompletions").firstEventTimeout())
				.isEqualTo(Duration.ofMinutes(2));
			assertThat(source.settings("hunyuan", "RunThread").firstEventTimeout()).isEqualTo(Duration.ofSeconds(25));
			assertThat(source.settings("hunyuan", "FilesList").firstEventTimeout()).isEqualTo(Duration.ofSeconds(25));
			assertThat(source.settings("sms", "SendSms").firstEventTimeout()).isNull();
			assertThat(source.settings("cvm", "RunInstances").firstEventTimeout()).isNull();
		}
		try (ConfigurableApplicationContext context = run("timeout.first-event: 20s", "products.sms.mode: observe",
				"products.cls.actions.ChatCompletions.timeout.first-event: 3s")) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			for (String product : new String[] { "cvm", "sms", "cls", "ccc" }) {
				assertThat(source.settings(product, "SendSms").firstEventTimeout()).as(product)
					.isEqualTo(Duration.ofSeconds(20));
			}
			assertThat(source.settings("cls", "ChatCompletions").firstEventTimeout()).isEqualTo(Duration.ofSeconds(3));
			assertThat(source.settings("ccc", "CreateStaff").items()).isNotNull();
			assertThat(source.settings("ccc", "CreateStaff").firstEventTimeout()).isEqualTo(Duration.ofSeconds(20));
		}
	}

	@Test
	void narrowestCallSettingsWin() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(EXAMPLE).runAlone()) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			assertThat(source.settings("cvm", "RunInstances"))
				.isEqualTo(TestSettings.of(Mode.ENFORCE, true, Duration.ofSeconds(9), Duration.ofSeconds(29), 8, null));
			assertThat(source.settings("ccc", "CreateStaff").maxAttempts()).isEqualTo(4);
			assertThat(source.settings("sms", "SendSms"))
				.isEqualTo(TestSettings.of(Mode.OBSERVE, false, Duration.ofSeconds(5), Duration.ofSeconds(20), 1, null,
						new ItemRule(ItemPath.of("SendStatusSet[].Code"), Set.of("Ok"), ItemFailureHandling.REPORT)));
			assertThat(source.settings("SMS", "pullsmssendstatus")).isEqualTo(
					TestSettings.of(Mode.OBSERVE, false, Duration.ofSeconds(1), Duration.ofSeconds(20), 8, true));
		}
	}

	@Test
	void callThatDoesNotTellItsActionIsPointedOutOnceAndQuestionsAreNot(CapturedOutput output) {
		String warning = "A request to product 'sms' does not tell its action";
		try (ConfigurableApplicationContext context = run("products.sms.actions.SendSms.max-attempts: 1",
				"products.cvm.mode: observe")) {
			SwitchedCallSettings settings = context.getBean(SwitchedCallSettings.class);
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			CallSettings inForce = settings.inForce(source, "sms", TencentCloudCall.NONE);
			assertThat(output).doesNotContain(warning);
			assertThat(settings.ofCall(source, "sms", "SendSms").maxAttempts()).isOne();
			assertThat(settings.ofCall(source, "cvm", TencentCloudCall.NONE).mode()).isEqualTo(Mode.OBSERVE);
			assertThat(output).doesNotContain("does not tell its action");
			assertThat(settings.ofCall(source, "sms", TencentCloudCall.NONE)).isEqualTo(inForce);
			assertThat(settings.ofCall(source, "SMS", TencentCloudCall.NONE)).isEqualTo(inForce);
		}
		assertThat(output.toString().split(warning, -1)).hasSize(2);
		assertThat(output).doesNotContainIgnoringCase("product 'cvm'");
	}

	@Test
	void defaults() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).runAlone()) {
			assertThat(context.getBean(CallSettingsSource.class).settings("cvm", "RunInstances"))
				.isEqualTo(CallSettings.DEFAULTS);
			TencentCloudResilienceProperties properties = context.getBean(TencentCloudResilienceProperties.class);
			assertThat(properties.hosts()).containsExactly("*.tencentcloudapi.com");
			assertThat(properties.envelope().holdBack()).isEqualTo(DataSize.ofKilobytes(256));
			assertThat(properties.metrics().limits()).isEqualTo(CardinalityLimits.defaults());
			assertThat(context.getBean(PolicyResolver.class).policies()).isEqualTo(Catalogue.load().policies());
			assertThat(policy(context.getBean(PolicyResolver.class), "cvm", "X", "Never.Heard")).isEqualTo("unknown");
		}
	}

	@Test
	void builtInItemsAreLookedAtWithoutAWord() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).runAlone()) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			assertThat(source.settings("sms", "SendSms")).isEqualTo(TestSettings.of(Mode.ENFORCE, null,
					CallSettings.DEFAULTS.attemptTimeout(), CallSettings.DEFAULTS.callTimeout(), 10, null,
					Catalogue.load().items().find("sms", "SendSms")));
			assertThat(source.settings("sms", "PullSmsSendStatus")).isEqualTo(CallSettings.DEFAULTS);
		}
		try (ConfigurableApplicationContext context = run("products.sms.mode: observe")) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			assertThat(source.settings("SMS", "sendsms").items()).isNotNull();
			assertThat(source.settings("SMS", "sendsms").mode()).isEqualTo(Mode.OBSERVE);
			assertThat(source.settings("cbs", "CopySnapshotCrossRegions").mode()).isEqualTo(Mode.ENFORCE);
		}
		try (ConfigurableApplicationContext context = run("catalogue.enabled: false")) {
			assertThat(context.getBean(CallSettingsSource.class).settings("sms", "SendSms"))
				.isEqualTo(CallSettings.DEFAULTS);
		}
	}

	@Test
	void entryWithAPathReplacesTheBuiltInItems() {
		try (ConfigurableApplicationContext context = run(
				"products.sms.actions.SendSms.item-codes: { path: 'A.B[].C', on-failure: fail_if_all }")) {
			assertThat(context.getBean(CallSettingsSource.class).settings("sms", "SendSms").items())
				.isEqualTo(new ItemRule(ItemPath.of("A.B[].C"), Set.of(), ItemFailureHandling.FAIL_IF_ALL));
		}
	}

	@Test
	void entryWithoutAPathIsAboutTheBuiltInItems() {
		StartUp startUp = new StartUp(this.folder)
			.variable("TENCENTCLOUD_RESILIENCE_PRODUCTS_SMS_ACTIONS_SENDSMS_ITEMCODES_ONFAILURE", "fail-if-any")
			.yaml("""
					tencentcloud.resilience.products:
					  cbs.actions.CopySnapshotCrossRegions.item-codes.ok: [Success, Done]
					  cvm.actions.RunInstances.item-codes: { path: "Set[].Code", ok: [Ok] }
					  sms.actions.DescribePhoneNumberInfo.max-attempts: 1
					""");
		try (ConfigurableApplicationContext context = startUp.runAlone()) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			assertThat(source.settings("sms", "SendSms").items()).isEqualTo(
					new ItemRule(ItemPath.of("SendStatusSet[].Code"), Set.of("Ok"), ItemFailureHandling.FAIL_IF_ANY));
			assertThat(source.settings("cbs", "CopySnapshotCrossRegions").items())
				.isEqualTo(new ItemRule(ItemPath.of("SnapshotCopyResultSet[].Code"), Set.of("Success", "Done"),
						ItemFailureHandling.REPORT));
			assertThat(source.settings("cvm", "RunInstances").items())
				.isEqualTo(new ItemRule(ItemPath.of("Set[].Code"), Set.of("Ok"), ItemFailureHandling.REPORT));
			assertThat(source.settings("sms", "DescribePhoneNumberInfo").maxAttempts()).isOne();
			assertThat(source.settings("sms", "DescribePhoneNumberInfo").items())
				.isEqualTo(Catalogue.load().items().find("sms", "DescribePhoneNumberInfo"));
		}
	}

	@Test
	void kindsOfHosts() {
		try (ConfigurableApplicationContext context = run(
				"hosts: 127.0.0.1, localhost:8089, *.internal.tencentcloudapi.com, [::1]:80, TENCENT.example")) {
			assertThat(context.getBean(TargetHosts.class)).isNotNull();
			assertThat(context.getBean(TencentCloudResilienceProperties.class).hosts()).hasSize(5);
		}
	}

	@Test
	void builtInPolicyIsOverlaidFieldByField() {
		try (ConfigurableApplicationContext context = run("policies.clock.delay: 5s", "policies.throttled.jitter: 7ms",
				"policies.fail.before-retry: none")) {
			Map<String, Policy> builtIn = Catalogue.load().policies();
			Map<String, Policy> policies = context.getBean(PolicyResolver.class).policies();
			Policy clock = policies.get("clock");
			assertThat(clock.delay()).isEqualTo(Duration.ofSeconds(5));
			assertThat(clock.beforeRetry()).isEqualTo(BeforeRetry.CORRECT_CLOCK);
			assertThat(clock.maxRetries()).isOne();
			assertThat(clock.decision()).isEqualTo(Decision.RETRY);
			assertThat(policies.get("throttled")).usingRecursiveComparison()
				.ignoringFields("jitter")
				.isEqualTo(builtIn.get("throttled"));
			assertThat(policies.get("fail")).isEqualTo(builtIn.get("fail"));
		}
	}

	@Test
	void ownPolicyIsLaidOverTheBuiltInOneOfItsDecision() {
		try (ConfigurableApplicationContext context = run("policies.partner.decision: circuit-break",
				"policies.partner.max-retries: 2", "policies.again.decision: retry", "policies.stop.decision: fail",
				"policies.bold.decision: circuit-break", "policies.bold.only-idempotent: false")) {
			Map<String, Policy> builtIn = Catalogue.load().policies();
			Map<String, Policy> policies = context.getBean(PolicyResolver.class).policies();
			Policy partner = policies.get("partner");
			assertThat(partner.onlyIdempotent()).isTrue();
			assertThat(partner.delay()).isEqualTo(Duration.ofMillis(500));
			assertThat(partner.maxRetries()).isEqualTo(2);
			assertThat(partner).usingRecursiveComparison()
				.ignoringFields("name", "maxRetries", "why")
				.isEqualTo(builtIn.get("circuit-break"));
			assertThat(policies.get("again").maxRetries()).isEqualTo(2);
			assertThat(policies.get("again")).usingRecursiveComparison()
				.ignoringFields("name", "why")
				.isEqualTo(builtIn.get("retry"));
			assertThat(policies.get("stop")).usingRecursiveComparison()
				.ignoringFields("name", "why")
				.isEqualTo(builtIn.get("fail"));
			assertThat(policies.get("bold").onlyIdempotent()).isFalse();
			assertThat(policies).allSatisfy((name, policy) -> assertThat(policy.name()).isEqualTo(name));
		}
	}

	@Test
	void builtInPolicyThatComesToBreakCircuitsRepeatsOnlyWhatIsSafe() {
		try (ConfigurableApplicationContext context = run("policies.fail.decision: circuit-break",
				"policies.quota.decision: circuit-break", "policies.quota.max-retries: 2")) {
			Map<String, Policy> policies = context.getBean(PolicyResolver.class).policies();
			for (String name : List.of("fail", "quota")) {
				assertThat(policies.get(name).decision()).isEqualTo(Decision.CIRCUIT_BREAK);
				assertThat(policies.get(name).onlyIdempotent()).isTrue();
			}
			assertThat(policies.get("quota").maxRetries()).isEqualTo(2);
		}
	}

	@Test
	void zeroIsAllowed() {
		try (ConfigurableApplicationContext context = run("policies.throttled.max-retries: 0",
				"policies.throttled.delay: 0", "policies.throttled.jitter: 0", "policies.throttled.max-delay: 0",
				"policies.throttled.multiplier: 1")) {
			Policy policy = context.getBean(PolicyResolver.class).policies().get("throttled");
			assertThat(policy.maxRetries()).isZero();
			assertThat(policy.delay()).isZero();
			assertThat(policy.jitter()).isZero();
			assertThat(policy.maxDelay()).isZero();
		}
	}

	@Test
	void longestLimitsAreAllowed() {
		try (ConfigurableApplicationContext context = run("timeout.call: 365d", "timeout.attempt: 365d",
				"max-attempts: 100", "policies.throttled.max-retries: 100")) {
			CallSettings settings = context.getBean(CallSettingsSource.class).settings("cvm", "X");
			assertThat(settings.callTimeout()).isEqualTo(Duration.ofDays(365));
			assertThat(settings.attemptTimeout()).isEqualTo(Duration.ofDays(365));
			assertThat(settings.maxAttempts()).isEqualTo(100);
			assertThat(context.getBean(PolicyResolver.class).policies().get("throttled").maxRetries()).isEqualTo(100);
		}
	}

	@Test
	void offAndNoneAreWords() {
		try (ConfigurableApplicationContext context = run("mode: off", "products.sms.mode: ENFORCE")) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			assertThat(source.settings("cvm", "X").mode()).isEqualTo(Mode.OFF);
			assertThat(source.settings("sms", "X").mode()).isEqualTo(Mode.ENFORCE);
		}
	}

	@Test
	void emptySectionsAreHarmless() {
		try (ConfigurableApplicationContext context = run("timeout:", "products.sms:", "products.ccc.actions.X:",
				"policies.throttled:", "products.ccc.timeout:", "circuit-breaker:")) {
			assertThat(context.getBean(CallSettingsSource.class).settings("sms", "X")).isEqualTo(CallSettings.DEFAULTS);
		}
	}

	@Test
	void withoutCatalogueOnlyTheUsersTableDecides() {
		try (ConfigurableApplicationContext context = run("catalogue.enabled: false", "codes.InternalError: throttled",
				"default-policy: expected")) {
			PolicyResolver policies = context.getBean(PolicyResolver.class);
			assertThat(policy(policies, "cvm", "X", "InternalError.Y")).isEqualTo("throttled");
			assertThat(policy(policies, "cvm", "X", "RequestLimitExceeded")).isEqualTo("expected");
		}
	}

	@Test
	void dottedNamesInBracketsAndReasons() {
		try (ConfigurableApplicationContext context = run("policies[a.b].decision: retry", "codes.X.Y: a.b",
				"codes[U_V.w]: A.B", "reasons.Busy.Now: conflict", "codes.Z.*: circuit_break")) {
			PolicyResolver policies = context.getBean(PolicyResolver.class);
			assertThat(policies.policies()).containsKey("a.b");
			assertThat(policy(policies, "cvm", "X", "X.Y.Z")).isEqualTo("a.b");
			assertThat(policy(policies, "cvm", "X", "U_V.w")).isEqualTo("a.b");
			assertThat(policy(policies, "cvm", "X", "Q.Busy.Now")).isEqualTo("conflict");
			assertThat(policy(policies, "cvm", "X", "Z.Q")).isEqualTo("circuit-break");
		}
	}

	@Test
	void environmentVariables() {
		StartUp startUp = new StartUp(this.folder).yaml("""
				tencentcloud.resilience:
				  max-attempts: 3
				  policies.flaky-partner: { decision: fail }
				  products.my-api: { host: my.api, max-attempts: 5 }
				""")
			.variable("TENCENTCLOUD_RESILIENCE_MAXATTEMPTS", "7")
			.variable("TENCENTCLOUD_RESILIENCE_CODES_FAILEDOPERATION_NEWCODE", "throttled")
			.variable("TENCENTCLOUD_RESILIENCE_HOSTS", "a.example,*.b.example")
			.variable("TENCENTCLOUD_RESILIENCE_POLICIES_CIRCUITBREAK_MAX_RETRIES", "4")
			.variable("TENCENTCLOUD_RESILIENCE_POLICIES_FLAKYPARTNER_DECISION", "retry")
			.variable("TENCENTCLOUD_RESILIENCE_PRODUCTS_MYAPI_UNWRAP", "true")
			.variable("TENCENTCLOUD_RESILIENCE_PRODUCTS_SMS_ACTIONS_SENDSMS_MAXATTEMPTS", "1")
			.variable("tencentcloud.resilience.timeout.call", "17s")
			.variable("TENCENTCLOUD_SECRET_ID", "id")
			.variable("TENCENTCLOUD_CREDENTIALS_FILE", "/etc/tencentcloud")
			.variable("TENCENTCLOUD_CREDENTIALS_SECRETID", "id")
			.variable("TENCENTCLOUD_CREDENTIALS_SECRET_KEY", "${not a placeholder")
			.variable("TENCENTCLOUD_CREDENTIALS_ACCOUNTS_MARKETING_SECRETID", "id")
			.variable("TENCENTCLOUD_CREDENTIALS_ACCOUNTS_MARKETING_SECRETKEY", "key")
			.variable("TENCENTCLOUD_RESILIENCE_DEMO_SERVICE_HOST", "10.0.0.1")
			.variable("TENCENTCLOUD_RESILIENCE_DEMO_PORT_8080_TCP", "tcp://10.0.0.1:8080");
		try (ConfigurableApplicationContext context = startUp.runAlone()) {
			CallSettingsSource source = context.getBean(CallSettingsSource.class);
			assertThat(source.settings("cvm", "X").maxAttempts()).isEqualTo(7);
			assertThat(source.settings("cvm", "X").callTimeout()).isEqualTo(Duration.ofSeconds(17));
			assertThat(source.settings("sms", "SendSms").maxAttempts()).isOne();
			assertThat(source.settings("my-api", "X").maxAttempts()).isEqualTo(5);
			assertThat(source.settings("my-api", "X").unwrap()).isTrue();
			PolicyResolver policies = context.getBean(PolicyResolver.class);
			assertThat(policy(policies, "cvm", "X", "FailedOperation.NewCode.Sub")).isEqualTo("throttled");
			assertThat(policies.policies().get("circuit-break").maxRetries()).isEqualTo(4);
			assertThat(policies.policies().get("flaky-partner").decision()).isEqualTo(Decision.RETRY);
			assertThat(policies.policies()).doesNotContainKeys("circuitbreak", "flakypartner");
			assertThat(context.getBean(TencentCloudResilienceProperties.class).hosts()).containsExactly("a.example",
					"*.b.example");
			assertThat(context.getBean(TencentCloudResilienceProperties.class).products()).containsOnlyKeys("my-api",
					"sms");
		}
	}

	private static String policy(PolicyResolver policies, String product, String action, String code) {
		return policies.resolve(product, action, code).policy().name();
	}

	private ConfigurableApplicationContext run(String... lines) {
		StringBuilder yaml = new StringBuilder();
		for (String line : lines) {
			yaml.append("tencentcloud.resilience.").append(line).append('\n');
		}
		return new StartUp(this.folder).yaml(yaml.toString()).runAlone();
	}

}
