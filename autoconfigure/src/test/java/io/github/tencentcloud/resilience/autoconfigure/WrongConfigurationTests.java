package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a user sees whose configuration is wrong.
 */
class WrongConfigurationTests extends AbstractWrongConfigurationTests {

	private static final String SECRET = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

	@Test
	void unknownKey() {
		assertStops("""
				tencentcloud:
				  resilience:
				    policies:
				      throttled:
				        max-retires: 2
				""").contains("APPLICATION FAILED TO START", "A property of tencentcloud-resilience is wrong:",
				"Property: tencentcloud.resilience.policies.throttled.max-retires", "Value: \"2\"",
				"application.yml] - 5:22", "Reason: There is no such property.",
				"Write 'tencentcloud.resilience.policies.throttled.max-retries' instead.");
	}

	@Test
	void stopsAFullApplicationBeforeAnyBeanIsMade() {
		this.startUp.yaml("tencentcloud.resilience.products.sms.tiemout.call: 3s");
		assertThatExceptionOfType(InvalidTencentCloudConfigurationException.class)
			.isThrownBy(() -> this.startUp.run(EagerConfiguration.class));
		assertThat(this.output.getAll()).contains("APPLICATION FAILED TO START",
				"Write 'tencentcloud.resilience.products.sms.timeout.call' instead.");
	}

	@Test
	void mistypedCredentialKey() {
		assertStops("""
				tencentcloud:
				  credentials:
				    secret-id: AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE
				    sercet-key: %s
				""".formatted(SECRET))
			.contains("Property: tencentcloud.credentials.sercet-key", "Value: \"******\"", "application.yml] - 4:17",
					"Write 'tencentcloud.credentials.secret-key' instead.")
			.doesNotContain(SECRET)
			.doesNotContain("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE");
	}

	@Test
	void mistypedCredentialKeyOfAnAccountBesideAValueThatCannotBeConverted() {
		assertStops("""
				tencentcloud:
				  credentials.accounts.marketing.key: %s
				  signing.enable: %s
				  resilience.secret-key: %s
				  resilience.unwrap: maybe
				""".formatted(SECRET, SECRET, SECRET))
			.contains("4 properties of tencentcloud-resilience are wrong:",
					"Property: tencentcloud.credentials.accounts.marketing.key",
					"Remove it, or write one of secret-id, secret-key, token.", "Property: tencentcloud.signing.enable",
					"Write 'tencentcloud.signing.enabled' instead.", "Property: tencentcloud.resilience.secret-key",
					"Property: tencentcloud.resilience.unwrap", "Value: \"maybe\"")
			.doesNotContain(SECRET);
	}

	@Test
	void unknownEnvironmentVariable() {
		this.startUp.variable("TENCENTCLOUD_RESILIENCE_MAX_ATEMPTS", "3");
		assertStops("").contains("Property: TENCENTCLOUD_RESILIENCE_MAX_ATEMPTS", "Value: \"3\"",
				"Origin: System Environment Property \"TENCENTCLOUD_RESILIENCE_MAX_ATEMPTS\"",
				"Write 'TENCENTCLOUD_RESILIENCE_MAXATTEMPTS' instead.");
	}

	@Test
	void unknownCredentialInTheEnvironment() {
		this.startUp.variable("TENCENTCLOUD_CREDENTIALS_SECRETKEI", SECRET);
		assertStops("")
			.contains("Property: TENCENTCLOUD_CREDENTIALS_SECRETKEI", "Value: \"******\"",
					"Write 'TENCENTCLOUD_CREDENTIALS_SECRETKEY' instead.")
			.doesNotContain(SECRET);
	}

	@Test
	void unknownVariableInAnyOtherSpelling() {
		this.startUp.variable("tencentcloud.credentials.sercet-key", SECRET)
			.variable("tencentcloud_resilience_modus", "off");
		assertStops("")
			.contains("2 properties of tencentcloud-resilience are wrong:",
					"tencentcloud.credentials.sercet-key: Write 'TENCENTCLOUD_CREDENTIALS_SECRETKEY' instead.",
					"tencentcloud_resilience_modus: ")
			.doesNotContain(SECRET);
	}

	@Test
	void unknownSystemProperty() {
		System.setProperty("tencentcloud.resilience.timeout.atempt", "3s");
		try {
			assertStops("").contains("Property: tencentcloud.resilience.timeout.atempt", "Value: \"3s\"",
					"from property source \"systemProperties\"",
					"Write 'tencentcloud.resilience.timeout.attempt' instead.");
		}
		finally {
			System.clearProperty("tencentcloud.resilience.timeout.atempt");
		}
	}

	@Test
	void unknownArgument() {
		this.startUp.argument("--tencentcloud.resilience.holdBack=1MB");
		assertStops("").contains("Property: tencentcloud.resilience.holdBack",
				"Remove it, or write 'tencentcloud.resilience.envelope.hold-back' instead.");
	}

	@Test
	void keyOfALaterVersion() {
		assertStops("tencentcloud.resilience.hedging.enabled: true").contains(
				"Property: tencentcloud.resilience.hedging.enabled", "Reason: There is no such property.",
				"Remove it, or write 'tencentcloud.resilience.enabled' or");
	}

	@Test
	void dottedNameThatBootDrops() {
		assertStops("tencentcloud.resilience.policies.my.own.decision: retry").contains(
				"Property: tencentcloud.resilience.policies.my.own.decision",
				"Reason: A name with dots in it has no effect.",
				"Write 'tencentcloud.resilience.policies.my-own.decision' instead.");
	}

	@Test
	void unknownPolicy() {
		assertStops("""
				tencentcloud.resilience:
				  codes:
				    LimitExceeded.X: throtled
				  reasons.Y: nothing-like-it
				  default-policy: unknwon
				  products.sms:
				    codes.A: expcted
				    actions.SendSms.codes.B_c: pemission
				""").contains("Property: tencentcloud.resilience.codes.LimitExceeded.X", "Value: \"throtled\"",
				"application.yml] - 3:22", "Reason: There is no policy with this name.", "Write 'throttled' instead.",
				"tencentcloud.resilience.reasons.Y: The policies are auth, billing, capacity,",
				"tencentcloud.resilience.default-policy: Write 'unknown' instead.",
				"tencentcloud.resilience.products.sms.codes.A: Write 'expected' instead.",
				"tencentcloud.resilience.products.sms.actions.SendSms.codes.B_c: Write 'permission' instead.");
	}

	@Test
	void endingThatIsNone() {
		assertStops("""
				tencentcloud.resilience.endings:
				  "[*LimitExceeded]": throttled
				  SoldOut: capactiy
				""").contains("Property: tencentcloud.resilience.endings.*LimitExceeded",
				"Reason: No reason ends like this.", "Write whole words without wildcards, such as RateLimitExceeded.",
				"tencentcloud.resilience.endings.SoldOut: Write 'capacity' instead.");
	}

	@Test
	void unknownWords() {
		assertStops("""
				tencentcloud.resilience:
				  mode: obsreve
				  policies.throttled: { decision: give-up, before-retry: fix-clock }
				  circuit-breaker.scope: [product, zone]
				""")
			.contains("Reason: It is not one of enforce, observe, off.",
					"tencentcloud.resilience.mode: Write 'observe' instead.",
					"Reason: It is not one of retry, circuit-break, fail.",
					"Reason: It is not one of none, correct-clock, refresh-credentials.",
					"Property: tencentcloud.resilience.circuit-breaker.scope[1]",
					"Reason: It is not one of product, action, region, host.")
			.doesNotContain("gaps");
	}

	@Test
	void policyWithoutDecision() {
		assertStops("tencentcloud.resilience.policies.trottled.max-retries: 2").contains(
				"Property: tencentcloud.resilience.policies.trottled.decision",
				"Reason: A policy that is not built in must say what to do.",
				"Write one of retry, circuit-break, fail. Or did you mean the policy 'throttled'?");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
							policies.throttled.max-retries: -1             | It must not be negative.
							policies.throttled.delay: -1s                  | A wait must not be negative.
							policies.throttled.jitter: -1ms                | A wait must not be negative.
							policies.throttled.max-delay: -1s              | A wait must not be negative.
							policies.throttled.max-delay: 1ms              | This is shorter than the delay, which is 500ms.
							policies.throttled.multiplier: 0.9             | Waits must not become shorter.
							policies.throttled.multiplier: NaN             | Waits must not become shorter.
							policies.throttled.delay: soon                 | It is not a duration.
							policies.throttled.max-retries: many           | It is not a whole number.
							policies.throttled: retry                      | This is not a value but a group of properties.
							max-attempts: 0                                | It must be at least 1.
							products.sms.max-attempts: 0                   | It must be at least 1.
							products.sms.actions.SendSms.max-attempts: 0   | It must be at least 1.
							timeout.attempt: 0                             | A time limit must be at least 1ms.
							products.sms.timeout.call: -3s                 | A time limit must be at least 1ms.
							timeout.first-event: 0                         | A time limit must be at least 1ms.
							timeout.first-event: soon                      | It is not a duration.
							timeout.attempt: 31s                           | No attempt takes that long, since timeout.call ends it after 30000 ms.
							products.a.timeout.attempt: 60s                | No attempt takes that long, since timeout.call ends it after 30000 ms.
							timeout.first-event: 31s                       | No stream waits that long for its first event, since timeout.call ends it after 30000 ms.
							products.a.timeout.first-event: 60s            | No stream waits that long for its first event, since timeout.call ends it after 30000 ms.
							products.a.actions.B.timeout.first-event: -1s  | A time limit must be at least 1ms.
							envelope.hold-back: 0                          | A size must be positive.
							envelope.hold-back: 1XB                        | It is not a size.
							metrics.max-codes: 0                           | It must be at least 1.
							logging.interval: -1s                          | A time must not be negative.
							hosts: ''                                      | Without hosts, no call to Tencent Cloud would be guarded.
							hosts: []                                      | Without hosts, no call to Tencent Cloud would be guarded.
							hosts: '*'                                     | This would match every host, including those of others.
							hosts: 'https://sms.tencentcloudapi.com'       | This is not a host, so no request would match.
							hosts: '*.tencentcloudapi.com:443'             | This is not a host, so no request would match.
							hosts: 'a_b.example'                           | This is not a host, so no request would match.
							products.sms.host: ' '                         | A host must not be blank.
							products.sms.host: '*.tencentcloudapi.com'     | This is not a host, so no request would match.
							endpoint: ''                                   | An endpoint must not be blank.
							endpoint: localhost:8089                       | It does not begin with 'http://' or 'https://'.
							endpoint: gateway.example/tc                   | It does not begin with 'http://' or 'https://'.
							endpoint: ftp://localhost                      | It does not begin with 'http://' or 'https://'.
							endpoint: '${UNSET}'                           | Nothing is set under 'UNSET', the name in the placeholder.
							endpoint: 'http://localhost:${UNSET}'          | Nothing is set under 'UNSET', the name in the placeholder.
							endpoint: 'http://a b'                         | It is not a URL.
							endpoint: 'http://my_fake:8089'                | It has no host, or one that is not allowed in a URL.
							endpoint: 'http://a.example,http://b.example'  | It has no host, or one that is not allowed in a URL.
							endpoint: 'http:///tc'                         | It has no host, or one that is not allowed in a URL.
							endpoint: 'http:localhost'                     | It has no host, or one that is not allowed in a URL.
							endpoint: 'http://localhost:65536'             | Its port is not between 1 and 65535.
							endpoint: 'http://localhost:8089/?a=b'         | It must have neither query nor fragment: each request brings its own query.
							products.sms.endpoint: ' '                     | An endpoint must not be blank.
							products.sms.endpoint: 'localhost'             | It does not begin with 'http://' or 'https://'.
							unwrap: perhaps                                | It is not true or false.
							enabled: flase                                 | It is not true or false.
							metrics.enabled: flase                         | It is not true or false.
							timeout: 5s                                    | This is not a value but a group of properties.
							codes: throttled                               | This is not a value but a group of properties.
							codes.X: ''                                    | There is no policy with this name.
							max-attempts: ${UNSET}                         | Nothing is set under 'UNSET', the name in the placeholder.
							codes.X: ${UNSET}                              | Nothing is set under 'UNSET', the name in the placeholder.
							products.a.actions.B.item-codes.path: ${UNSET} | Nothing is set under 'UNSET', the name in the placeholder.
							products.sms.host: ${UNSET}                    | Nothing is set under 'UNSET', the name in the placeholder.
							products.sms.host: '${UNSET}:8080'             | Nothing is set under 'UNSET', the name in the placeholder.
							hosts: '*.${UNSET}'                            | Nothing is set under 'UNSET', the name in the placeholder.
							retry-budget.capacity: 0                       | It must be at least 1.
							retry-budget.retry-cost: 0                     | It must be at least 1.
							retry-budget.success-refund: -1                | It must not be negative.
							products.sms.retry-budget.capacity: 4          | A retry that takes 5 of at most 4 tokens could never be paid for.
							adaptive-throttling.min-rate: 0                | It must lie between 0.01 and 1000 calls per second.
					adaptive-throttling.min-rate: .nan             | It must lie between 0.01 and 1000 calls per second.
					products.sms.adaptive-throttling.max-queue: -1 | It must not be negative.
					circuit-breaker.failure-rate-threshold: 0      | A percentage must lie between 1 and 100.
							circuit-breaker.slow-call-rate-threshold: 101  | A percentage must lie between 1 and 100.
							circuit-breaker.sliding-window-size: 0         | It must be at least 1.
							circuit-breaker.minimum-number-of-calls: 0     | It must be at least 1.
							circuit-breaker.wait-duration-in-open-state: 0 | This duration must be at least 1ms.
							circuit-breaker.sliding-window-type: ring      | It is not one of time-based, count-based.
							""")
	void wrongValue(String line, String reason) {
		String key = line.substring(0, line.indexOf(':'));
		assertStops("tencentcloud.resilience." + line).contains("A property of tencentcloud-resilience is wrong:",
				"Property: tencentcloud.resilience." + key, "application.yml] - 1:", "Reason: " + reason);
	}

	@ParameterizedTest
	@CsvSource({ "timeout.call: 200000d, 365d", "timeout.attempt: 366d, 365d",
			"products.sms.timeout.call: 200000d, 365d", "products.sms.actions.SendSms.timeout.attempt: 200000d, 365d",
			"max-attempts: 5000, 100", "max-attempts: 101, 100", "products.sms.max-attempts: 5000, 100",
			"products.sms.actions.SendSms.max-attempts: 5000, 100", "policies.throttled.max-retries: 5000, 100",
			"policies.throttled.max-retries: 101, 100" })
	void valueAboveItsLimit(String line, String limit) {
		String key = line.substring(0, line.indexOf(':'));
		assertStops("tencentcloud.resilience." + line).contains("A property of tencentcloud-resilience is wrong:",
				"Property: tencentcloud.resilience." + key, "application.yml] - 1:", "Reason: ",
				"Write " + limit + " or less.");
	}

	/** Without brackets, Spring Boot drops the wildcard itself. */
	@Test
	void wildcardInACode() {
		assertStops("""
				tencentcloud.resilience:
				  codes: { "[FailedOperation.*]": transient, "[*]": transient }
				  products.sms.codes: { "[InternalError.Time*]": transient }
				""").contains("3 properties of tencentcloud-resilience are wrong:",
				"Reason: No code is called like this.",
				"Write 'FailedOperation' instead, which is also for what follows it after a dot.",
				"Write a code without wildcards.", "Write 'InternalError.Time' instead");
	}

	@Test
	void wildcardInAReason() {
		assertStops("tencentcloud.resilience.reasons: { \"[LimitExceeded.*]\": throttled }").contains(
				"Property: tencentcloud.resilience.reasons.LimitExceeded.*", "Reason: No reason is called like this.",
				"Write the whole reason without wildcards.", "there is 'tencentcloud.resilience.endings'.");
	}

	@Test
	void policyBeforeItsCode() {
		assertStops("""
				tencentcloud.resilience:
				  codes: { throttled: LimitExceeded.X }
				  products.sms.actions.SendSms.codes.auth: ${UNSET}
				""").contains("2 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.resilience.codes.throttled", "Value: \"LimitExceeded.X\"",
				"Reason: This is the name of a policy, which stands behind its code.",
				"Write 'LimitExceeded.X: throttled' instead.",
				"Reason: Nothing is set under 'UNSET', the name in the placeholder.");
	}

	@Test
	void policyThatNothingRefersTo() {
		this.startUp.yaml("""
				tencentcloud.resilience:
				  policies:
				    throtled: { decision: retry, max-retries: 7 }
				    conflcit: { decision: fail }
				    notFound: { decision: fail }
				    mine: { decision: fail }
				  products.sms.actions.SendSms.codes: { FailedOperation: conflcit }
				""").runAlone().close();
		assertThat(this.output.getAll()).containsOnlyOnce("WARN")
			.contains("tencentcloud.resilience.policies.throtled",
					"nothing refers to this policy. Did you mean 'throttled'?");
	}

	@Test
	void firstEventThatComesAfterTheEndOfTheCall() {
		assertStops("""
				tencentcloud.resilience:
				  timeout: { first-event: 60s, call: 50s }
				  products:
				    hunyuan.timeout: { first-event: 61s, call: 2m }
				    lkeap:
				      timeout: { first-event: 50s }
				      actions:
				        ChatCompletions.timeout: { first-event: 51s }
				        Short.timeout: { call: 10s }
				""")
			.contains("Property: tencentcloud.resilience.timeout.first-event",
					"since timeout.call ends it after 50000 ms",
					"Property: tencentcloud.resilience.products.lkeap.actions.ChatCompletions.timeout.first-event")
			.doesNotContain("products.hunyuan", "lkeap.timeout", "Short");
	}

	@Test
	void attemptThatIsLongerThanItsCall() {
		assertStops("""
				tencentcloud.resilience:
				  timeout: { attempt: 60s, call: 30s }
				  products:
				    cvm.timeout: { attempt: 31s, call: 31s }
				    sms:
				      timeout: { attempt: 6s, call: 5s }
				      actions.SendSms.timeout: { attempt: 6s, call: 5999ms }
				""").contains("3 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.resilience.timeout.attempt", "Value: \"60s\"", "application.yml] - 2:23",
				"Reason: No attempt takes that long, since timeout.call ends it after 30000 ms.",
				"timeout.attempt: Write a shorter time, or a longer timeout.call next to it.",
				"Property: tencentcloud.resilience.products.sms.timeout.attempt",
				"Property: tencentcloud.resilience.products.sms.actions.SendSms.timeout.attempt",
				"ends it after 5999 ms");
	}

	/** Whoever makes calls shorter need not think of attempts, which end with them. */
	@Test
	void callThatIsShorterThanTheLimitOfItsAttempts() {
		this.startUp.yaml("""
				tencentcloud.resilience:
				  timeout.call: 5s
				  products:
				    sms: { timeout.attempt: 8s, actions.SendSms.timeout.call: 2s }
				""").runAlone().close();
		assertThat(this.output.getAll()).doesNotContain("WARN");
	}

	@Test
	void wrongItems() {
		assertStops("""
				tencentcloud.resilience.products:
				  sms.actions:
				    SendSms.item-codes: { path: "Response.SendStatusSet[].Code", ok: [Ok] }
				    AddSmsTemplate.item-codes.on-failure: fail-if-any
				    ReportConversion.item-codes.on-failure: fail
				    DescribePhoneNumberInfo.item-codes.pth: A
				  cvm.actions:
				    RunInstances.item-codes.path: Set[0].Code
				    StartInstances.item-codes.path: Error.Code
				    StopInstances.item-codes.path: ''
				    RebootInstances.item-codes: report
				""").contains("8 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.resilience.products.sms.actions.SendSms.item-codes.path",
				"Value: \"Response.SendStatusSet[].Code\"", "application.yml] - 3:33",
				"Reason: A path starts below Response.", "Write 'SendStatusSet[].Code' instead.",
				"Property: tencentcloud.resilience.products.sms.actions.AddSmsTemplate.item-codes.path",
				"Reason: There is no built-in path to the codes of this action's items.",
				"Write one that starts below Response, such as SendStatusSet[].Code or ReportConversionStatus.Code.",
				"Reason: It is not one of report, fail-if-all, fail-if-any.",
				"Write 'tencentcloud.resilience.products.sms.actions.DescribePhoneNumberInfo.item-codes.path' instead.",
				"Reason: This is not a path to the codes of items.",
				"Write names with dots in between and [] after each list,",
				"Reason: 'Error' is about the whole call and not about its items.",
				"tencentcloud.resilience.products.cvm.actions.StopInstances.item-codes.path: Write names",
				"Write one of its properties below it: path, ok, on-failure.");
	}

	@Test
	void halfCredentials() {
		assertStops("""
				tencentcloud.credentials:
				  secret-id: AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE
				  accounts:
				    one.secret-key: %s
				    two.token: %s
				    three: { secret-id: "${UNSET}", secret-key: "%s" }
				    four.secret-id: ' '
				""".formatted(SECRET, SECRET, SECRET)).contains("5 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.credentials.secret-id", "Value: \"******\"", "application.yml] - 2:14",
				"Reason: This is only half of a credential: 'tencentcloud.credentials.secret-key' is not set.",
				"tencentcloud.credentials.secret-id: Set 'tencentcloud.credentials.secret-key' too, or remove it.",
				"tencentcloud.credentials.accounts.one.secret-key: Set 'tencentcloud.credentials.accounts.one.secret-id' too",
				"Reason: A token without a secret-id and a secret-key cannot sign anything.",
				"Reason: Nothing is set under 'UNSET', the name in the placeholder.",
				"Reason: An account without a secret-id and a secret-key cannot sign anything.")
			.doesNotContain(SECRET)
			.doesNotContain("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE");
	}

	@Test
	void halfCredentialsInVariables() {
		this.startUp.variable("TENCENTCLOUD_SECRET_KEY", SECRET);
		assertStops("")
			.contains("Property: TENCENTCLOUD_SECRET_KEY",
					"Reason: This is only half of a credential: 'TENCENTCLOUD_SECRET_ID' is not set.")
			.doesNotContain(SECRET);
	}

	@Test
	void halfCredentialsInVariablesDoNotMatterWhereNothingIsSigned() {
		this.startUp.variable("TENCENTCLOUD_SECRET_KEY", SECRET)
			.yaml("tencentcloud: { signing.enabled: false, resilience.products.sms.account: none }")
			.runAlone()
			.close();
	}

	@Test
	void unknownAccount() {
		assertStops("""
				tencentcloud:
				  credentials.accounts.marketing: { secret-id: AKID, secret-key: %s }
				  resilience.products:
				    sms.account: marketnig
				    cvm.account: Marketing
				    vpc.account: operations
				""".formatted(SECRET))
			.contains("2 properties of tencentcloud-resilience are wrong:",
					"Property: tencentcloud.resilience.products.sms.account", "Value: \"marketnig\"",
					"Reason: There is no such account under 'tencentcloud.credentials.accounts'.",
					"Write 'marketing' instead.", "Set 'tencentcloud.credentials.accounts.operations.secret-id' and")
			.doesNotContain(SECRET);
	}

	@Test
	void wrongSigning() {
		assertStops("""
				tencentcloud:
				  signing: { enabled: flase, language: en_US, unsigned-payload: maybe }
				  credentials: { from-sdk: %1$s, accounts: %1$s }
				  resilience.products.cvm.signing-host: "https://cvm.tencentcloudapi.com"
				""".formatted(SECRET))
			.contains("6 properties of tencentcloud-resilience are wrong:", "Property: tencentcloud.signing.enabled",
					"Value: \"flase\"", "Write 'en-US' instead.", "Property: tencentcloud.signing.unsigned-payload",
					"Property: tencentcloud.credentials.from-sdk", "Property: tencentcloud.credentials.accounts",
					"Property: tencentcloud.resilience.products.cvm.signing-host", "Reason: This is not a host")
			.doesNotContain(SECRET);
	}

	@Test
	void sdkAndKeysAtOnce() {
		assertStops("tencentcloud.credentials: { from-sdk: true, secret-id: AKID, secret-key: %s }".formatted(SECRET))
			.contains("Property: tencentcloud.credentials.from-sdk",
					"Reason: The credentials of the default account are set as well, so it is not clear which ones to use.")
			.doesNotContain(SECRET);
	}

	@Test
	void minimumAboveWindow() {
		assertStops("""
				tencentcloud.resilience:
				  circuit-breaker: { sliding-window-type: count-based, minimum-number-of-calls: 50 }
				  products.sms.circuit-breaker: { sliding-window-size: 10 }
				""").contains("A property of tencentcloud-resilience is wrong:",
				"Property: tencentcloud.resilience.products.sms.circuit-breaker.sliding-window-size", "Value: \"10\"",
				"Reason: A window of 10 calls never holds the minimum of 50 calls.",
				"Write a minimum-number-of-calls of at most 10, or a larger sliding-window-size.");
	}

	@Test
	void twoProductsOfOneHost() {
		assertStops("""
				tencentcloud.resilience:
				  products:
				    sms: { host: "api.example:8443" }
				    ccc: { host: "API.example:8443" }
				""").contains("Property: tencentcloud.resilience.products.ccc.host", "Value: \"API.example:8443\"",
				"Reason: This is also the host of product 'sms'.");
	}

	@Test
	void severalAtOnceAndAPlaceholderInATable() {
		assertStops("""
				tencentcloud.resilience:
				  hosts: ["*", ""]
				  codes: { A: "${UNSET}", B: auth }
				  products.ccc.scope: product
				""").contains("4 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.resilience.hosts[0]", "Property: tencentcloud.resilience.hosts[1]",
				"Reason: A host must not be blank.",
				"Reason: Nothing is set under 'UNSET', the name in the placeholder.",
				"tencentcloud.resilience.products.ccc.scope: Remove it, or write "
						+ "'tencentcloud.resilience.circuit-breaker.scope' or");
	}

	@Configuration(proxyBeanMethods = false)
	static class EagerConfiguration {

		@Bean
		Object eager() {
			throw new IllegalStateException("A bean was made before the check");
		}

	}

}
