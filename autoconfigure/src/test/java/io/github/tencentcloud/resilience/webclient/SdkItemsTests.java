package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.Items;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.ItemRules;
import io.github.tencentcloud.resilience.webclient.SdkItems.Place;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every place in the vendor's SDK where a success may tell of a failure has a verdict in
 * {@code sdk-items.tsv}, and those that mean a failure are in the catalogue. The verdicts
 * are by what the vendor writes about the field in the sources of the SDK, 3.2.11, and by
 * the answers that its command line, 3.1.155, shows as examples; the rules were tried on
 * the 675 values that they find there.
 * <ul>
 * <li>{@code failure}: something of this call failed. Why: {@code call}, {@code text},
 * {@code items} or {@code failed}, as the catalogue tells it.</li>
 * <li>{@code beside}: the answer tells the same in another place, which the catalogue has
 * instead.</li>
 * <li>{@code state}: an earlier task, event or object did not go well. The query that
 * tells so did.</li>
 * <li>{@code data}: no error at all, or the answer to what was asked.</li>
 * <li>{@code stream}: an event of a stream.</li>
 * <li>{@code undecided}: the vendor does not write which value is the good one.</li>
 * </ul>
 * After a change of the SDK's version {@code -Ditems.update=true} writes new places down
 * as undecided, and removes those that are gone.
 */
@Tag("integration")
class SdkItemsTests {

	private static final Path FILE = Path.of("src/test/resources/sdk-items.tsv");

	private static final String TAB = "\t";

	private static final Set<String> VERDICTS = Set.of("failure", "beside", "state", "data", "stream", "undecided");

	private static final ItemRules rules = Catalogue.load().items();

	@Test
	void everyPlaceHasAVerdict() throws IOException {
		Set<String> places = SdkItems.all()
			.stream()
			.map(Place::toString)
			.collect(Collectors.toCollection(TreeSet::new));
		if (Boolean.getBoolean("items.update")) {
			write(places);
		}
		List<Row> rows = rows();
		assertThat(rows).hasSizeGreaterThan(1_900).allSatisfy((row) -> assertThat(row.verdict()).isIn(VERDICTS));
		assertThat(rows).extracting(Row::place).containsExactlyElementsOf(places);
	}

	@Test
	void whatMeansAFailureIsInTheCatalogueAndNothingElse() throws IOException {
		Map<String, String> listed = new TreeMap<>();
		rows().stream()
			.filter((row) -> row.verdict().equals("failure"))
			.forEach((row) -> assertThat(listed.put(row.product() + " " + row.action(), row.path()))
				.as("one path for " + row)
				.isNull());
		Map<String, String> built = new TreeMap<>();
		rules.products()
			.forEach((product) -> rules.of(product)
				.forEach((action, rule) -> built.put(product + " " + action, rule.path().toString())));
		assertThat(built).hasSizeGreaterThan(590).isEqualTo(listed);
	}

	@Test
	void anotherPlaceOfTheSameAnswerIsBeside() throws IOException {
		List<Row> rows = rows();
		Set<String> failing = rows.stream()
			.filter((row) -> row.verdict().equals("failure"))
			.map((row) -> row.product() + " " + row.action())
			.collect(Collectors.toSet());
		assertThat(rows).filteredOn((row) -> row.verdict().equals("beside"))
			.isNotEmpty()
			.allMatch((row) -> failing.contains(row.product() + " " + row.action()));
	}

	@Test
	void pageTellsTheNumbers() throws IOException {
		List<Row> rows = rows();
		long undecided = rows.stream().filter((row) -> row.verdict().equals("undecided")).count();
		assertThat(Files.readString(Path.of("../docs/items.md")))
			.contains("%d actions of %d products".formatted(failures().size(), rules.products().size()))
			.containsPattern(String.format(Locale.ROOT, "%,d places", rows.size()))
			.contains("For %d the vendor".formatted(undecided));
	}

	static List<Row> failures() throws IOException {
		return rows().stream().filter((row) -> row.verdict().equals("failure")).toList();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsCounted(Row row) {
		ItemRule rule = rule(row);
		assertThat(judge(rule, body(rule, "\"FailedOperation.X\""))).as("a failure")
			.isEqualTo(new Items(0, Map.of(rule.words() ? Items.FAILED : "FailedOperation.X", 1)));
		for (String ok : rule.ok()) {
			String code = ok.equals(Items.NO_CODE) ? "null" : '"' + ok + '"';
			assertThat(judge(rule, body(rule, code))).as("as it should be: " + ok).isEqualTo(good(rule, code));
		}
		assertThat(judge(rule, "{}").failed()).as("an answer without it")
			.isEqualTo((isOnTop(rule) && !rule.words() && !rule.ok().contains(Items.NO_CODE)) ? Map.of(Items.NO_CODE, 1)
					: Map.of());
	}

	/** A list of bare codes has no element for a code that is not there. */
	private static Items good(ItemRule rule, String code) {
		boolean none = code.equals("null") && rule.path().toString().endsWith("[]");
		return new Items(none ? 0 : 1, Map.of());
	}

	private static boolean isOnTop(ItemRule rule) {
		return !rule.path().toString().contains(".") && !rule.path().toString().contains("[");
	}

	private static ItemRule rule(Row row) {
		ItemRule rule = rules.find(row.product(), row.action());
		assertThat(rule).as(row.toString()).isNotNull();
		return rule;
	}

	private static Items judge(ItemRule rule, String content) {
		BodyInspector inspector = BodyInspector.ofEnvelope(rule.path(), rule.ok(), false);
		inspector.inspect(List.of(ByteBuffer.wrap(("{\"Response\":" + content + "}").getBytes(StandardCharsets.UTF_8)))
			.iterator());
		return rule.judge(((EnvelopeVerdict.Success) inspector.end()).items());
	}

	/** An answer with this value, and nothing else, at the path of the rule. */
	private static String body(ItemRule rule, String value) {
		String[] steps = rule.path().toString().split("\\.");
		String body = value;
		for (int i = steps.length - 1; i >= 0; i--) {
			boolean list = steps[i].endsWith("[]");
			body = "{\"" + steps[i].replace("[]", "") + "\":" + (list ? "[" + body + "]" : body) + "}";
		}
		return body;
	}

	private static void write(Set<String> places) throws IOException {
		Map<String, String> known = rows().stream()
			.collect(Collectors.toMap(Row::place, (row) -> row.verdict() + TAB + row.why()));
		List<String> lines = new ArrayList<>(List.of(Files.readAllLines(FILE).get(0)));
		places.forEach((place) -> lines.add(place + TAB + known.getOrDefault(place, "undecided" + TAB + "-")));
		Files.write(FILE, lines);
	}

	private static List<Row> rows() throws IOException {
		return Files.readAllLines(FILE).stream().skip(1).map((line) -> line.split(TAB)).map(Row::of).toList();
	}

	record Row(String product, String action, String path, String verdict, String why) {

		static Row of(String[] cells) {
			return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
		}

		String place() {
			return this.product + TAB + this.action + TAB + this.path;
		}

	}

}
