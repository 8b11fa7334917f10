package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CodeRules}.
 */
class CodeRulesTests {

	@Test
	void exactCodeComesBeforeReasonAndPrefix() {
		CodeRules rules = rules(table("A.B.C", "exact", "A.B", "prefix"), table("B.C", "reason"));
		assertThat(policy(rules, "A.B.C")).isEqualTo("exact");
	}

	@Test
	void reasonComesBeforePrefix() {
		CodeRules rules = rules(table("A.B", "prefix", "A", "shorter"), table("B.C", "reason"));
		assertThat(policy(rules, "A.B.C")).isEqualTo("reason");
	}

	@Test
	void longestPrefixWins() {
		CodeRules rules = rules(table("A", "one", "A.B", "two", "A.B.C.D", "four"), Map.of());
		assertThat(policy(rules, "A.B.C")).isEqualTo("two");
		assertThat(policy(rules, "A.B.C.D.E")).isEqualTo("four");
		assertThat(policy(rules, "A.X")).isEqualTo("one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "A.BC", "A.B_C", "A.B-C", "A", "AB", "XA.B", "X.A.B" })
	void prefixEndsAtDot(String code) {
		assertThat(policy(rules(table("A.B", "prefix"), Map.of()), code)).isNull();
	}

	@Test
	void reasonIsAllAfterTheFirstDot() {
		CodeRules rules = rules(Map.of(), table("C", "short", "B.C", "whole"));
		assertThat(policy(rules, "A.C")).isEqualTo("short");
		assertThat(policy(rules, "Other.C")).isEqualTo("short");
		assertThat(policy(rules, "A.B.C")).isEqualTo("whole");
		assertThat(policy(rules, "A.X.C")).isNull();
		assertThat(policy(rules, "A.B.C.D")).as("a reason is no prefix").isNull();
		assertThat(policy(rules, "C")).as("a code without a dot has no reason").isNull();
		assertThat(policy(rules, ".C")).as("nor has one that begins with a dot").isNull();
	}

	@Test
	void endingComesAfterTheReasonAndBeforeThePrefix() {
		CodeRules rules = new CodeRules(table("A", "prefix", "A.ExactWord", "exact"), table("ReasonWord", "reason"),
				table("Word", "ending"), Map.of());
		assertThat(policy(rules, "A.ExactWord")).isEqualTo("exact");
		assertThat(policy(rules, "A.ReasonWord")).isEqualTo("reason");
		assertThat(policy(rules, "A.OtherWord")).isEqualTo("ending");
		assertThat(policy(rules, "B.OtherWord")).isEqualTo("ending");
		assertThat(policy(rules, "A.Other")).isEqualTo("prefix");
		assertThat(policy(rules, "OtherWord")).as("a code without a dot has no reason").isNull();
		assertThat(policy(rules, ".OtherWord")).as("nor has one that begins with a dot").isNull();
	}

	@Test
	void narrowTablesComeBeforeAnEnding() {
		CodeRules rules = new CodeRules(Map.of(), Map.of(), table("Word", "ending"),
				Map.of("cvm", product(table("A", "product"), Map.of("RunInstances", table("A", "action")))));
		assertThat(policy(rules, "cvm", "RunInstances", "A.OtherWord")).isEqualTo("action");
		assertThat(policy(rules, "cvm", "StopInstances", "A.OtherWord")).isEqualTo("product");
		assertThat(policy(rules, "vpc", "RunInstances", "A.OtherWord")).isEqualTo("ending");
	}

	@ParameterizedTest
	@CsvSource({ "cvm, RunInstances, action", "cvm, StopInstances, product", "vpc, RunInstances, global" })
	void narrowestTableAnswersFirst(String product, String action, String expected) {
		CodeRules rules = new CodeRules(table("A.B", "global"), table("B", "reason"),
				Map.of("cvm", product(table("A.B", "product"), Map.of("RunInstances", table("A.B", "action")))));
		assertThat(policy(rules, product, action, "A.B")).isEqualTo(expected);
	}

	@Test
	void prefixInNarrowTableComesBeforeExactCodeInWideOne() {
		CodeRules rules = new CodeRules(table("A.B.C", "global"), table("B.C", "reason"),
				Map.of("cvm", product(table("A.B", "product"), Map.of("RunInstances", table("A", "action")))));
		assertThat(policy(rules, "cvm", "RunInstances", "A.B.C")).isEqualTo("action");
		assertThat(policy(rules, "cvm", "StopInstances", "A.B.C")).isEqualTo("product");
		assertThat(policy(rules, "vpc", "RunInstances", "A.B.C")).isEqualTo("global");
	}

	@Test
	void tableThatDoesNotKnowTheCodeIsPassedOver() {
		CodeRules rules = new CodeRules(Map.of(), table("B", "reason"),
				Map.of("cvm", product(table("X", "product"), Map.of("RunInstances", table("Y", "action")))));
		assertThat(policy(rules, "cvm", "RunInstances", "X.B")).isEqualTo("product");
		assertThat(policy(rules, "cvm", "RunInstances", "A.B")).isEqualTo("reason");
		assertThat(policy(rules, "cvm", "RunInstances", "A.C")).isNull();
	}

	@Test
	void caseDoesNotMatter() {
		CodeRules rules = new CodeRules(table("Limit.Exceeded", "global", "pre_FIX", "prefix"),
				table("TaskRunning", "reason"),
				Map.of("CVM", product(table("X.Y", "product"), Map.of("RUNINSTANCES", table("x.Z", "action")))));
		assertThat(policy(rules, "LIMIT.exceeded")).isEqualTo("global");
		assertThat(policy(rules, "PRE_fix.More")).isEqualTo("prefix");
		assertThat(policy(rules, "mutex.TASKRUNNING")).isEqualTo("reason");
		assertThat(policy(rules, "cvm", "none", "x.y")).isEqualTo("product");
		assertThat(policy(rules, "Cvm", "runInstances", "X.z")).isEqualTo("action");
	}

	@Test
	void oddCodesAreHarmless() {
		CodeRules rules = rules(table("A", "a", "B_C", "b"), table("Reason", "reason"));
		assertThat(policy(rules, "A.")).as("a trailing dot").isEqualTo("a");
		assertThat(policy(rules, "A..")).isEqualTo("a");
		assertThat(policy(rules, "A..B")).isEqualTo("a");
		assertThat(policy(rules, "A.B_C")).isEqualTo("a");
		assertThat(policy(rules, "B_C.D_E")).isEqualTo("b");
		assertThat(policy(rules, "B_D")).isNull();
		assertThat(policy(rules, "")).isNull();
		assertThat(policy(rules, ".")).isNull();
		assertThat(policy(rules, "..")).isNull();
		assertThat(policy(rules, ".A")).isNull();
		assertThat(policy(rules, " A")).isNull();
	}

	@Test
	void hitTellsHowMuchOfTheCodeItCovers() {
		CodeRules rules = rules(table("Exact.Code", "p", "Pre.Fix", "p"), table("Reason", "p"));
		assertThat(length(rules, "exact.code")).isEqualTo("exact.code".length());
		assertThat(length(rules, "Any.Reason")).as("a reason covers the whole code").isEqualTo("Any.Reason".length());
		CodeRules ending = new CodeRules(Map.of(), Map.of(), table("Word", "p"), Map.of());
		assertThat(length(ending, "Any.OtherWord")).as("and so does its ending").isEqualTo("Any.OtherWord".length());
		assertThat(length(rules, "Pre.Fix.And.More")).isEqualTo("Pre.Fix".length());
	}

	@Test
	void listsOnlyWhatIsWrittenOutInATable() {
		CodeRules rules = new CodeRules(table("Global.A", "p"), table("Reason", "p"),
				Map.of("cvm", product(table("Product.A", "p"), Map.of("RunInstances", table("Action.A", "p")))));
		assertThat(Stream.of("Global.A", "global.a", "Product.A", "Action.A")).allMatch(rules::lists);
		assertThat(Stream.of("Global", "Global.A.B", "Reason", "Any.Reason", "cvm")).noneMatch(rules::lists);
	}

	@Test
	void allAreTheRulesOfEveryTable() {
		CodeRules rules = new CodeRules(table("Global", "1"), table("Reason", "2"), table("Ending", "5"),
				Map.of("cvm", product(table("Product", "3"), Map.of("RunInstances", table("Action", "4")))));
		assertThat(rules.all()).extracting(CodeRule::key)
			.containsExactlyInAnyOrder("Global", "Reason", "Ending", "Product", "Action");
	}

	@Test
	void emptyKnowsNothing() {
		assertThat(policy(CodeRules.empty(), "InternalError")).isNull();
		assertThat(CodeRules.empty().lists("InternalError")).isFalse();
		assertThat(CodeRules.empty().all()).isEmpty();
	}

	private static CodeRules rules(Map<String, CodeRule> global, Map<String, CodeRule> reasons) {
		return new CodeRules(global, reasons, Map.of());
	}

	private static CodeRules.ProductRules product(Map<String, CodeRule> codes,
			Map<String, Map<String, CodeRule>> actions) {
		return new CodeRules.ProductRules(codes, actions);
	}

	/** A table of keys, each followed by its policy. */
	static Map<String, CodeRule> table(String... entries) {
		return Stream.iterate(0, (i) -> i < entries.length, (i) -> i + 2)
			.collect(Collectors.toMap((i) -> entries[i], (i) -> new CodeRule(entries[i], entries[i + 1], null)));
	}

	private static @Nullable String policy(CodeRules rules, String code) {
		return policy(rules, "cvm", "RunInstances", code);
	}

	private static @Nullable String policy(CodeRules rules, String product, String action, String code) {
		CodeRules.Hit hit = rules.find(product, action, code);
		return (hit != null) ? hit.rule().policy() : null;
	}

	private static int length(CodeRules rules, String code) {
		CodeRules.Hit hit = rules.find("cvm", "RunInstances", code);
		return (hit != null) ? hit.length() : -1;
	}

}
