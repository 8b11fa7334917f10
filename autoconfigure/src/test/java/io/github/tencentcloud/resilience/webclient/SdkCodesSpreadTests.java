package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.Resolution;
import io.github.tencentcloud.resilience.webclient.SdkCodes.SdkCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every code in the vendor's own SDK against the catalogue: where it ends up, and where
 * it must never end up. After a change of the catalogue
 * {@code mvn -pl autoconfigure test -Dtest=SdkCodesSpreadTests -Dspread.update=true}
 * writes the table in {@code docs/error-codes.md} anew.
 */
class SdkCodesSpreadTests {

	private static final Path PAGE = Path.of("../docs/error-codes.md");

	private static final String BEGIN = "<!-- spread:begin -->\n";

	private static final String END = "<!-- spread:end -->";

	/** The order of the table; {@code network} is for codes of our own. */
	private static final List<String> POLICIES = List.of("throttled", "conflict", "capacity", "transient", "network",
			"clock", "credential", "auth", "permission", "quota", "billing", "invalid", "expected", "fail", "unknown");

	/** These repeat a write: only what never ran may end up in them. */
	private static final Set<String> REPEAT_WRITES = Set.of("throttled", "conflict", "capacity");

	private static final Set<String> REPEAT = Set.of("throttled", "conflict", "capacity", "transient", "network");

	/** Under these the request is fine, whatever the first word says. */
	private static final Set<String> PARAMETER_IN_NAME_ONLY = Set.of("InvalidParameter.ActionInProgress",
			"InvalidParameter.BatchLimitUndo", "InvalidParameter.BatchTaskCountLimit",
			"InvalidParameter.CdnInterfaceError", "InvalidParameter.CertSystemError", "InvalidParameter.Common",
			"InvalidParameter.DatabaseException", "InvalidParameter.DomainIsModifyingDns",
			"InvalidParameter.DomainTaskNotFinished", "InvalidParameter.EcdnInterfaceError",
			"InvalidParameter.FrontRequestFail", "InvalidParameter.InstanceInProcess",
			"InvalidParameter.InvalidCloudDiskSoldOut", "InvalidParameter.LLMInternalError",
			"InvalidParameter.LoadBalancerBindL4NotInStableStatus",
			"InvalidParameter.LoadBalancerBindL7NotInStableStatus", "InvalidParameter.OverLimit",
			"InvalidParameter.ReDeployingContract", "InvalidParameter.ServiceIsBusy", "InvalidParameter.SipTrunkInUsed",
			"InvalidParameter.TaskNotCompleted", "InvalidParameter.TaskSystemError",
			"InvalidParameter.ZoneIsGrayPublishing", "InvalidParameterValue.CvmCaeMasterAgentBusy",
			"InvalidParameterValue.InsufficientOffering", "InvalidParameterValue.InvalidImageState",
			"InvalidParameterValue.LockFailed", "UnknownParameter.HttpError");

	/**
	 * Under these nobody was refused: the check itself failed, came too often or too
	 * early.
	 */
	private static final Set<String> REFUSAL_IN_NAME_ONLY = Set.of("AuthFailure.CamException",
			"AuthFailure.UnmarshalResponse", "UnauthorizedOperation.AccessKmsError", "UnauthorizedOperation.Activating",
			"UnauthorizedOperation.CamGeneralError", "UnauthorizedOperation.OperationTooOften");

	/** Every code whose decision the endings changed, and what it was. */
	private static final List<Map<String, String>> ENDINGS = AbstractCodesTests.table("/ending-codes.tsv");

	private static Map<SdkCode, Resolution> resolutions;

	@BeforeAll
	static void resolveAll() {
		PolicyResolver resolver = resolver();
		resolutions = new TreeMap<>();
		for (SdkCode code : SdkCodes.all()) {
			resolutions.put(code, resolver.resolve(code.product(), TencentCloudCall.NONE, code.code()));
		}
	}

	private static PolicyResolver resolver() {
		Catalogue catalogue = Catalogue.load();
		return new PolicyResolver(CodeRules.empty(), catalogue.rules(), catalogue.policies(), Policy.UNKNOWN);
	}

	@Test
	void everyCodeResolves() {
		assertThat(resolutions).hasSizeGreaterThan(15_000);
		assertThat(resolutions.values().stream().map((resolution) -> resolution.policy().name()).distinct())
			.isSubsetOf(POLICIES);
	}

	@Test
	void spellingDoesNotMatter() {
		PolicyResolver resolver = resolver();
		List<SdkCode> others = resolutions.keySet().stream().filter((code) -> {
			String upperCase = code.code().toUpperCase(Locale.ROOT);
			Resolution resolution = resolver.resolve(code.product(), TencentCloudCall.NONE, upperCase);
			return !resolution.policy().equals(resolutions.get(code).policy());
		}).toList();
		assertThat(others).isEmpty();
	}

	@Test
	void noCodeIsUnknown() {
		assertThat(codes(Policy.UNKNOWN::equals, "")).isEmpty();
	}

	@Test
	void timeOutsNeverRepeatWrites() {
		assertThat(codes(REPEAT_WRITES::contains, "time_?d?_?out|overtime|expired?$")).isEmpty();
	}

	@Test
	void wrongRequestsAreNotRepeatedButForThoseThatAreNone() {
		assertThat(codes(REPEAT::contains, "^(InvalidParameter|MissingParameter|UnknownParameter)"))
			.isSubsetOf(PARAMETER_IN_NAME_ONLY);
	}

	@Test
	void refusedCallersAreNotRepeatedButForThoseThatAreNone() {
		assertThat(codes(REPEAT::contains, "^(AuthFailure|UnauthorizedOperation)")).isSubsetOf(REFUSAL_IN_NAME_ONLY);
	}

	@Test
	void wrongKeysAreNeverRepeated() {
		assertThat(codes(REPEAT::contains, "Signature|SecretId|SecretKey|AccessKey|Password")).isEmpty();
	}

	@Test
	void clockAndCredentialAreForWhatACorrectionHeals() {
		assertThat(codes("clock"::equals, "")).allMatch((code) -> matches("Expire|Time|Timestamp", code));
		assertThat(codes("credential"::equals, "")).allMatch((code) -> matches("Token|Credential", code));
	}

	@Test
	void whatExistsOrIsNotSupportedIsNeverRepeated() {
		assertThat(codes(REPEAT::contains, "AlreadyExist|Duplicate|NameInUse|NotSupport|Illegal(Param|Arg)")).isEmpty();
	}

	@Test
	void limitsOfADayAreNeverRepeated() {
		assertThat(codes(REPEAT_WRITES::contains, "Daily|PerDay|OneDay|OneHour|PerHour|PerMonth")).isEmpty();
	}

	@Test
	void moneyNeverHealsByItself() {
		assertThat(codes(REPEAT::contains, "Arrear|InsufficientBalance|Overdue|Unpaid|NoPackage")).isEmpty();
	}

	@Test
	void pageTellsTheSpread() throws IOException {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		int end = page.indexOf(END);
		assertThat(begin).as("markers in " + PAGE).isBetween(BEGIN.length(), end);
		if (Boolean.getBoolean("spread.update")) {
			Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
			return;
		}
		assertThat(page.substring(begin, end)).as("table in " + PAGE + "; -Dspread.update=true writes it anew")
			.isEqualTo(table());
	}

	@Test
	void pageTellsTheNumbers() throws IOException {
		long changed = ENDINGS.stream().filter(SdkCodesSpreadTests::isOfThisSdk).count();
		long distinct = resolutions.keySet().stream().map(SdkCode::code).distinct().count();
		assertThat(Files.readString(PAGE)).contains("No code of the SDK ends in `unknown`")
			.containsPattern(String.format(Locale.ROOT, "%,d\\s+distinct\\s+pairs", resolutions.size()))
			.containsPattern(String.format(Locale.ROOT, "%,d\\s+distinct\\s+codes", distinct))
			.containsPattern("They\\s+decide\\s+%d\\s+pairs\\s+otherwise".formatted(changed))
			.containsPattern("and\\s+%d\\s+more".formatted(ENDINGS.size() - changed));
	}

	/** The codes with such a policy and the pattern somewhere in them. */
	private static Set<String> codes(Predicate<String> policy, String pattern) {
		return resolutions.entrySet()
			.stream()
			.filter((entry) -> policy.test(entry.getValue().policy().name()))
			.map((entry) -> entry.getKey().code())
			.filter((code) -> matches(pattern, code))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static boolean matches(String pattern, String code) {
		return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(code).find();
	}

	private static String table() {
		Map<SdkCode, String> now = new TreeMap<>();
		resolutions.forEach((code, resolution) -> now.put(code, resolution.policy().name()));
		Map<SdkCode, String> before = new TreeMap<>(now);
		ENDINGS.stream()
			.filter(SdkCodesSpreadTests::isOfThisSdk)
			.forEach((row) -> before.put(new SdkCode(row.get("product"), row.get("code")), row.get("before")));
		assertThat(before).as("codes in ending-codes.tsv that the SDK does not have").hasSameSizeAs(now);
		Map<String, Long> spread = spread(now);
		Map<String, Long> spreadBefore = spread(before);
		StringBuilder table = new StringBuilder(
				"| policy | codes | share | before endings |\n| --- | ---: | ---: | ---: |\n");
		POLICIES.stream().filter(spread::containsKey).forEach((policy) -> {
			long codes = spread.get(policy);
			table.append(String.format(Locale.ROOT, "| `%s` | %d | %.1f %% | %d |\n", policy, codes,
					100.0 * codes / resolutions.size(), spreadBefore.get(policy)));
		});
		return table.toString();
	}

	private static Map<String, Long> spread(Map<SdkCode, String> policies) {
		return policies.values().stream().collect(Collectors.groupingBy((policy) -> policy, Collectors.counting()));
	}

	private static boolean isOfThisSdk(Map<String, String> row) {
		return row.get("sdk").equals("3.1.1436");
	}

}
