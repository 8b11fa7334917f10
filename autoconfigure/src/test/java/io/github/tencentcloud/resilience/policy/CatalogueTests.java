package io.github.tencentcloud.resilience.policy;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Catalogue} and for the data it reads.
 */
class CatalogueTests {

	private static final Catalogue catalogue = Catalogue.load();

	private static final PolicyResolver resolver = new PolicyResolver(CodeRules.empty(), catalogue.rules(),
			catalogue.policies(), Policy.UNKNOWN);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			throttled     | RETRY         | false | NONE
			conflict      | RETRY         | false | NONE
			capacity      | RETRY         | false | NONE
			transient     | CIRCUIT_BREAK | true  | NONE
			network       | CIRCUIT_BREAK | true  | NONE
			clock         | RETRY         | false | CORRECT_CLOCK
			credential    | RETRY         | false | REFRESH_CREDENTIALS
			auth          | FAIL          | false | NONE
			permission    | FAIL          | false | NONE
			quota         | FAIL          | false | NONE
			billing       | FAIL          | false | NONE
			invalid       | FAIL          | false | NONE
			expected      | FAIL          | false | NONE
			unknown       | FAIL          | false | NONE
			retry         | RETRY         | false | NONE
			circuit-break | CIRCUIT_BREAK | true  | NONE
			fail          | FAIL          | false | NONE
			""")
	void policyIsAsPromised(String name, Decision decision, boolean onlyIdempotent, BeforeRetry beforeRetry) {
		Policy policy = catalogue.policies().get(name);
		assertThat(policy.name()).isEqualTo(name);
		assertThat(policy.decision()).isEqualTo(decision);
		assertThat(policy.onlyIdempotent()).isEqualTo(onlyIdempotent);
		assertThat(policy.beforeRetry()).isEqualTo(beforeRetry);
		assertThat(policy.maxRetries() > 0).isEqualTo(decision != Decision.FAIL);
		assertThat(policy.retries()).isEqualTo(decision != Decision.FAIL && beforeRetry == BeforeRetry.NONE);
		assertThat(policy.why()).isNotBlank();
	}

	@Test
	void thereIsNoOtherPolicy() {
		assertThat(catalogue.policies()).hasSize(17);
	}

	@Test
	void settingsAreAsWritten() {
		assertThat(catalogue.policies().get("throttled")).satisfies((policy) -> {
			assertThat(policy.maxRetries()).isEqualTo(3);
			assertThat(policy.delay()).isEqualTo(Duration.ofMillis(500));
			assertThat(policy.multiplier()).isEqualTo(2);
			assertThat(policy.jitter()).isEqualTo(Duration.ofMillis(250));
			assertThat(policy.maxDelay()).isEqualTo(Duration.ofSeconds(5));
		});
		assertThat(List.of("clock", "credential")).map(catalogue.policies()::get).allSatisfy((policy) -> {
			assertThat(policy.maxRetries()).isOne();
			assertThat(policy.delay()).isZero();
			assertThat(policy.jitter()).isZero();
		});
	}

	@ParameterizedTest
	@EnumSource(Decision.class)
	void everyDecisionHasAPolicyOfItsName(Decision decision) {
		assertThat(catalogue.policies().get(decision.value()).decision()).isEqualTo(decision);
	}

	@Test
	void everyEntryNamesAPolicyAndSaysWhy() {
		assertThat(catalogue.rules().all()).hasSizeGreaterThan(1_000).allSatisfy((rule) -> {
			assertThat(catalogue.policies()).as(rule.key()).containsKey(rule.policy());
			assertThat(rule.why()).as(rule.key()).isNotBlank();
		});
	}

	@Test
	void noEntryNamesAPolicyThatIsForUsersOrForNothingElse() {
		assertThat(catalogue.rules().all()).extracting(CodeRule::policy)
			.doesNotContain("retry", "circuit-break", "unknown");
	}

	@Test
	void keysAreCodes() {
		assertThat(catalogue.rules().all())
			.allSatisfy((rule) -> assertThat(rule.key()).matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"));
	}

	@Test
	void noTableHasAKeyTwiceInAnotherSpelling() {
		keys().forEach((name, keys) -> assertThat(keys.stream().map((key) -> key.toLowerCase(Locale.ROOT))).as(name)
			.doesNotHaveDuplicates());
	}

	@Test
	void nothingIsLostOnTheWayFromTheFile() {
		assertThat(catalogue.rules().all()).extracting(CodeRule::key)
			.containsExactlyInAnyOrderElementsOf(keys().values().stream().flatMap(List::stream).toList());
	}

	@Test
	void wrongDocumentIsRefusedWithWhatIsMissing() {
		assertThatIllegalStateException()
			.isThrownBy(() -> Catalogue.of(codes(Map.of("policy", "fail", "match", "A.B"))))
			.withMessageContaining("'why'");
		assertThatIllegalStateException().isThrownBy(() -> Catalogue.of(codes(Map.of("policy", "fail", "why", "so"))))
			.withMessageContaining("'match'");
		Map<String, Object> twice = Map.of("policy", "fail", "why", "so", "match", "A.B A.C A.B");
		assertThatIllegalStateException().isThrownBy(() -> Catalogue.of(codes(twice)))
			.withMessageContaining("'A.B' twice");
		Map<String, Object> noDecision = Map.of("policies", Map.of("p", Map.of("why", "so")));
		assertThatIllegalStateException().isThrownBy(() -> Catalogue.of(noDecision))
			.withMessageContaining("'decision'");
	}

	@Test
	void missingResourceIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> FlatTree.read("absent.yml"))
			.withMessageContaining("'absent.yml'");
	}

	@Test
	void everyCodeOfOurOwnIsListed() throws IllegalAccessException {
		List<String> own = new ArrayList<>();
		for (var field : ClientErrors.class.getFields()) {
			assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
			own.add((String) field.get(null));
		}
		own.removeAll(List.of(ClientErrors.OK, ClientErrors.PREFIX));
		assertThat(own).hasSizeGreaterThan(5).allMatch(catalogue.rules()::lists);
	}

	@ParameterizedTest
	@CsvSource({ "NetworkError.ConnectTimeout, network", "NetworkError.ReadTimeout, network",
			"NetworkError.Reset, network", "NetworkError.Dns, network", "NetworkError.Tls, network",
			"NetworkError.Invented, network", "HttpStatusCodeError.429, throttled",
			"HttpStatusCodeError.502, transient", "HttpStatusCodeError.503, transient",
			"HttpStatusCodeError.504, transient", "HttpStatusCodeError.599, fail", "HttpStatusCodeError.204, fail",
			"HttpStatusCodeError.403, permission", "HttpStatusCodeError.404, invalid", "ParseJsonError, transient",
			"CircuitBreakerOpen, transient", "CallTimeout, transient", "Throttled, throttled", "Cancelled, expected",
			"CredentialError, auth", "ItemsFailed, fail", "StreamTruncated, network", "RequestError, invalid" })
	void codeOfOurOwnHasItsPolicy(String code, String policy) {
		assertThat(policy("none", ClientErrors.PREFIX + code)).isEqualTo(policy);
	}

	@ParameterizedTest
	@CsvSource({ "OperationDenied.MutexTaskRunning, conflict", "InvalidParameter.ActionInProgress, conflict",
			"NeverSeen.TaskRunning, conflict", "NeverSeen.SoldOut, capacity", "NeverSeen.InternalError, transient",
			"NeverSeen.RequestLimitExceeded, throttled", "LimitExceeded.RateLimitExceeded, throttled",
			"NeverSeen.DBError, transient", "InternalError.NeverSeen, transient", "FailedOperation.NeverSeen, fail",
			"RequestLimitExceeded.NeverSeen, throttled", "AuthFailure.NeverSeen, auth",
			"InvalidParameterValue.NeverSeen, invalid", "LimitExceeded.NeverSeen, quota",
			"OperationDenied.InstanceStatusLimitError, conflict",
			"InvalidParameter.NeverSeenRateLimitExceeded, throttled", "UnsupportedOperation.NeverSeenSoldOut, capacity",
			"FailedOperation.NeverSeenAlreadyExists, invalid", "FailedOperation.NoTaskRunning, fail",
			"FailedOperation.NeverSeenConflict, fail", "UnsupportedOperation.UnsupportedDeleteService, conflict",
			"FailedOperation.ListenerHasTask, conflict", "ResourceBusy, conflict",
			"MutexOperation.TaskRunning, conflict", "InternalServerError, transient", "OverQuota, quota",
			"NeverSeen, unknown", "NeverSeen.AtAll, unknown" })
	void codeThatNobodyListedIsMostlyRight(String code, String policy) {
		assertThat(policy("invented", code)).isEqualTo(policy);
	}

	@Test
	void productTablesDoNotReachOtherProducts() {
		assertThat(policy("sms", "LimitExceeded.GlobalSmsSendingRateLimit")).isEqualTo("throttled");
		assertThat(policy("cvm", "LimitExceeded.GlobalSmsSendingRateLimit")).isEqualTo("quota");
	}

	private static String policy(String product, String code) {
		return resolver.resolve(product, TencentCloudCall.NONE, code).policy().name();
	}

	private static Map<String, Object> codes(Map<String, Object> entry) {
		return Map.of("codes", List.of(entry));
	}

	/** The keys of each table as written, before anything is made of them. */
	private static Map<String, List<String>> keys() {
		Map<String, Object> document = FlatTree.read("catalogue.yml");
		Map<String, List<String>> keys = new TreeMap<>();
		Stream.of("codes", "reasons", "endings").forEach((name) -> keys.put(name, keys(document.get(name))));
		map(document.get("products")).forEach((product, entry) -> {
			keys.put(product, keys(map(entry).get("codes")));
			map(map(entry).get("actions"))
				.forEach((action, table) -> keys.put(product + "." + action, keys(map(table).get("codes"))));
		});
		return keys;
	}

	@SuppressWarnings("unchecked")
	private static List<String> keys(@Nullable Object table) {
		return (table != null) ? ((List<Map<String, String>>) table).stream()
			.flatMap((entry) -> Stream.of(entry.get("match").split("\\s+")))
			.toList() : List.of();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(@Nullable Object value) {
		return (value != null) ? (Map<String, Object>) value : Map.of();
	}

}
