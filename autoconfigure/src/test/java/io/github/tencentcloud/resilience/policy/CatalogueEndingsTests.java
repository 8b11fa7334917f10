package io.github.tencentcloud.resilience.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.webclient.SdkCodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every code of the vendor's SDK that the endings of the catalogue decide otherwise than
 * its prefix would is in {@code ending-codes.tsv}, so that a new ending cannot change one
 * unseen. The codes of 3.2.11, which Maven Central does not have, are from its sources.
 */
class CatalogueEndingsTests {

	/** These mean one thing in one code and another in the next. */
	private static final List<String> MISLEADING = List.of("Conflict", "LimitExceeded", "Busy", "Processing",
			"Creating", "NotReady", "Timeout", "NotFound", "NotExist", "Updating", "QueryFailed", "Locked", "InUse",
			"NoPermission", "Unauthorized", "TooFrequent");

	private static final PolicyResolver with = resolver(true);

	private static final PolicyResolver without = resolver(false);

	@Test
	void everyCodeThatChangesIsListed() throws IOException {
		List<String> listed = lines().stream()
			.filter((row) -> row.endings() && row.sdk().equals("3.1.1436"))
			.map((row) -> row.product() + " " + row.code() + ": " + row.before() + ", " + row.policy())
			.toList();
		List<String> changed = SdkCodes.all()
			.stream()
			.filter((code) -> !without.search(code.product(), TencentCloudCall.NONE, code.code())
				.policy()
				.equals(with.search(code.product(), TencentCloudCall.NONE, code.code()).policy()))
			.map((code) -> code.product() + " " + code.code() + ": " + policy(without, code.product(), code.code())
					+ ", " + policy(with, code.product(), code.code()))
			.toList();
		assertThat(changed).hasSizeGreaterThan(30).containsExactlyInAnyOrderElementsOf(listed);
	}

	@Test
	void everyLineIsDecidedAsItSays() throws IOException {
		assertThat(lines()).hasSizeGreaterThan(80).allSatisfy((row) -> {
			Resolution resolution = with.search(row.product(), TencentCloudCall.NONE, row.code());
			assertThat(resolution.policy().name()).as(row.toString()).isEqualTo(row.policy());
			assertThat(resolution.rule()).isNotNull()
				.satisfies((rule) -> assertThat(rule.key()).as(row.toString()).isEqualTo(row.rule()));
			assertThat(resolution.table()).as(row.toString()).hasToString(row.table().toUpperCase(Locale.ROOT));
			assertThat(row.policy()).isNotEqualTo(row.before());
			if (row.endings()) {
				assertThat(policy(without, row.product(), row.code())).as(row.toString()).isEqualTo(row.before());
			}
		});
	}

	@Test
	void misleadingWordsAreNoEndings() {
		for (String word : MISLEADING) {
			Resolution resolution = with.search("invented", TencentCloudCall.NONE, "Invented.Some" + word);
			assertThat(resolution.table()).as(word).isNull();
		}
	}

	/** A parameter may be called so: then it is its value that is wrong. */
	@ParameterizedTest
	@ValueSource(strings = { "InvalidParameter.InvalidQpsLimit", "InvalidParameterValue.QpsLimit",
			"MissingParameter.QpsLimit", "InvalidParameterValue.MaxQpsLimit" })
	void namesOfParametersAreNoEndings(String code) {
		assertThat(policy(with, "invented", code)).isEqualTo("invalid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "LimitExceeded.DailyRequestLimitExceeded", "FailedOperation.SmsPerDayRateLimitExceeded",
			"InvalidParameter.MonthlyRateLimitExceeded", "RequestLimitExceeded.PerHourRequestLimitExceeded" })
	void limitsOfADayAreNotWaitedFor(String code) {
		assertThat(policy(with, "invented", code)).isEqualTo("quota");
	}

	@Test
	void pageListsTheEndings() throws IOException {
		String page = Files.readString(Path.of("../docs/error-codes.md"));
		String table = page.substring(page.indexOf("| ends in | policy |"));
		Map<String, String> listed = new TreeMap<>();
		table.lines().skip(2).takeWhile((line) -> line.startsWith("|")).forEach((line) -> {
			String[] cells = line.split("[| ,`]+");
			String policy = cells[cells.length - 1];
			Stream.of(cells).skip(1).limit(cells.length - 2).forEach((ending) -> listed.put(ending, policy));
		});
		Map<String, String> endings = new TreeMap<>();
		Catalogue.of(Map.of("endings", FlatTree.read("catalogue.yml").get("endings")))
			.rules()
			.all()
			.forEach((rule) -> endings.put(rule.key(), rule.policy()));
		assertThat(listed).isEqualTo(endings);
	}

	private static String policy(PolicyResolver resolver, String product, String code) {
		return resolver.search(product, TencentCloudCall.NONE, code).policy().name();
	}

	private static PolicyResolver resolver(boolean endings) {
		Map<String, Object> document = new LinkedHashMap<>(FlatTree.read("catalogue.yml"));
		if (!endings) {
			assertThat(document.remove("endings")).isNotNull();
		}
		Catalogue catalogue = Catalogue.of(document);
		return new PolicyResolver(CodeRules.empty(), catalogue.rules(), catalogue.policies(), Policy.UNKNOWN);
	}

	private static List<Row> lines() throws IOException {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Objects.requireNonNull(CatalogueEndingsTests.class.getResourceAsStream("/ending-codes.tsv")),
				StandardCharsets.UTF_8))) {
			return reader.lines().skip(1).map((line) -> line.split("\t")).map(Row::of).toList();
		}
	}

	private record Row(String product, String code, String before, String policy, String table, String rule,
			String sdk) {

		static Row of(String[] cells) {
			return new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
		}

		boolean endings() {
			return this.table.equals("endings");
		}

	}

}
