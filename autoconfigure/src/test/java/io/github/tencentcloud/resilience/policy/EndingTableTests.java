package io.github.tencentcloud.resilience.policy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.tencentcloud.resilience.policy.CodeRulesTests.table;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndingTable}.
 */
class EndingTableTests {

	private final EndingTable table = new EndingTable(
			table("RateLimitExceeded", "rate", "Exceeded", "short", "TaskRunning", "task", "5xx", "digit"));

	@ParameterizedTest
	@CsvSource({ "InvalidParameter.SkillScanRateLimitExceeded, rate", "A.RateLimitExceeded, rate",
			"A.B.MyRateLimitExceeded, rate", "A.B.RateLimitExceeded, rate", "A.My_RateLimitExceeded, rate",
			"A.My-TaskRunning, task", "A.Http2RateLimitExceeded, rate", "A.Got5xx, digit" })
	void reasonThatEndsInWordsThatAreKnown(String code, String policy) {
		assertThat(find(code)).isEqualTo(policy);
	}

	@Test
	void longestEndingAnswers() {
		assertThat(find("A.MyLimitExceeded")).isEqualTo("short");
		assertThat(find("A.MyRateLimitExceeded")).isEqualTo("rate");
	}

	@ParameterizedTest
	@CsvSource({ "A.SkillScanRateLimitExceededNow", "A.RateLimitExceeded.More", "A.TaskRunnin", "A.askRunning", "A." })
	void onlyTheEndCounts(String code) {
		assertThat(find(code)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "A.MultitaskRunning, ", "A.CorporateLimitExceeded, short", "A.Unexceeded, " })
	void endingBeginsWhereAWordBegins(String code, @Nullable String policy) {
		assertThat(find(code)).isEqualTo(policy);
	}

	@ParameterizedTest
	@CsvSource({ "A.NoTaskRunning", "A.NotTaskRunning", "A.InstanceHasNoTaskRunning", "A.NOTASKRUNNING",
			"A.hasnotaskrunning" })
	void negationTurnsTheMeaningRound(String code) {
		assertThat(find(code)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "A.PianoTaskRunning", "A.KnotTaskRunning", "A.NoteTaskRunning", "A.NoneTaskRunning" })
	void whatOnlyLooksLikeANegationIsNone(String code) {
		assertThat(find(code)).isEqualTo("task");
	}

	@Test
	void caseDoesNotMatter() {
		assertThat(find("INVALIDPARAMETER.SKILLSCANRATELIMITEXCEEDED")).isEqualTo("rate");
		assertThat(find("invalidparameter.skillscanratelimitexceeded")).isEqualTo("rate");
		EndingTable lower = new EndingTable(table("ratelimitexceeded", "rate"));
		CodeRule rule = lower.find("A.MyRateLimitExceeded", 2);
		assertThat(rule).isNotNull();
	}

	@Test
	void endingDoesNotReachIntoThePrefix() {
		assertThat(this.table.find("TaskRunning", 4)).isNull();
		assertThat(this.table.find("A.Running", 2)).isNull();
	}

	private @Nullable String find(String code) {
		CodeRule rule = this.table.find(code, code.indexOf('.') + 1);
		return (rule != null) ? rule.policy() : null;
	}

}
