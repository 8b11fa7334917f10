package io.github.tencentcloud.resilience.policy;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.policy.Resolution.Source;

import static io.github.tencentcloud.resilience.policy.CodeRulesTests.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PolicyResolver}.
 */
class PolicyResolverTests {

	private static final Map<String, Policy> POLICIES = Map.of("mine", Policy.of("mine", Decision.RETRY), "builtin",
			Policy.of("builtin", Decision.FAIL), "unknown", Policy.of("unknown", Decision.FAIL));

	@Test
	void userWinsAtEqualLength() {
		PolicyResolver resolver = resolver(global("A.B", "mine"), global("A.B", "builtin"));
		assertThat(source(resolver, "A.B")).isEqualTo(Source.USER);
		assertThat(source(resolver, "A.B.C")).as("the same prefix").isEqualTo(Source.USER);
		assertThat(source(resolver, "a.b")).as("another spelling").isEqualTo(Source.USER);
	}

	@Test
	void whatIsMerelyAskedAboutTakesNoRoom() {
		PolicyResolver resolver = resolver(global("A.B", "mine"), global("A.B", "builtin"));
		Resolution first = resolver.resolve("cvm", "RunInstances", "A.B");
		for (int i = 0; i < 2000; i++) {
			resolver.search("cvm", "RunInstances", "Code" + i);
			resolver.search("cvm", "Action" + i, "A.B");
		}
		assertThat(resolver.search("cvm", "RunInstances", "A.B")).isEqualTo(first);
		assertThat(resolver.resolve("cvm", "RunInstances", "A.B")).isSameAs(first);
	}

	@Test
	void remembersByProductActionAndCode() {
		PolicyResolver resolver = resolver(global("A.B", "mine"), global("A.B", "builtin"));
		Resolution first = resolver.resolve("cvm", "RunInstances", "A.B");
		assertThat(resolver.resolve("cvm", "RunInstances", "A.B")).isSameAs(first);
		assertThat(resolver.resolve("cvm", "DescribeInstances", "A.B")).isNotSameAs(first);
		assertThat(resolver.resolve("sms", "RunInstances", "A.B")).isNotSameAs(first);
		assertThat(resolver.resolve("cvm", "RunInstances", "A.B.C").code()).isEqualTo("A.B.C");
	}

	/** Codes come from servers, products and actions from requests. */
	@Test
	void remembersNoMoreThanAHundredCodesOfAThousandActions() {
		PolicyResolver resolver = resolver(global("A.B", "mine"), global("A.B", "builtin"));
		Resolution first = resolver.resolve("cvm", "RunInstances", "Code0");
		for (int i = 1; i < 100; i++) {
			resolver.resolve("cvm", "RunInstances", "Code" + i);
		}
		assertThat(resolver.resolve("cvm", "RunInstances", "Code0")).isSameAs(first);
		resolver.resolve("cvm", "RunInstances", "Code100");
		Resolution again = resolver.resolve("cvm", "RunInstances", "Code0");
		assertThat(again).isNotSameAs(first);
		for (int i = 0; i < 1000; i++) {
			resolver.resolve("cvm", "Action" + i, "A.B");
		}
		assertThat(resolver.resolve("cvm", "RunInstances", "Code0")).isNotSameAs(again);
	}

	@Test
	void userWinsWithTheLongerCode() {
		PolicyResolver resolver = resolver(global("A.B", "mine"), global("A", "builtin"));
		assertThat(source(resolver, "A.B")).isEqualTo(Source.USER);
		assertThat(source(resolver, "A.B.C")).isEqualTo(Source.USER);
		assertThat(source(resolver, "A.C")).isEqualTo(Source.CATALOGUE);
	}

	@Test
	void catalogueWinsWithAStrictlyLongerCode() {
		PolicyResolver resolver = resolver(global("A", "mine"), global("A.B", "builtin"));
		assertThat(source(resolver, "A.B")).isEqualTo(Source.CATALOGUE);
		assertThat(source(resolver, "A.B.C")).isEqualTo(Source.CATALOGUE);
		assertThat(source(resolver, "A.C")).isEqualTo(Source.USER);
	}

	@Test
	void longerCodeThatOnlyRepeatsTheShorterOneIsNoBetterKnowledge() {
		CodeRules catalogue = new CodeRules(table("A", "builtin", "A.B", "builtin"), Map.of(), Map.of());
		assertThat(source(resolver(global("A", "mine"), catalogue), "A.B")).isEqualTo(Source.USER);
	}

	@Test
	void reasonOfTheCatalogueCountsAsTheWholeCode() {
		CodeRules catalogue = new CodeRules(Map.of(), table("TaskRunning", "builtin"), Map.of());
		PolicyResolver resolver = resolver(
				new CodeRules(table("Mutex", "mine", "Exact.TaskRunning", "mine"), Map.of(), Map.of()), catalogue);
		assertThat(source(resolver, "Mutex.TaskRunning")).isEqualTo(Source.CATALOGUE);
		assertThat(source(resolver, "Exact.TaskRunning")).isEqualTo(Source.USER);
	}

	@Test
	void reasonOfTheUserCountsAsTheWholeCode() {
		CodeRules user = new CodeRules(Map.of(), table("TaskRunning", "mine"), Map.of());
		PolicyResolver resolver = resolver(user, global("Mutex.TaskRunning", "builtin"));
		assertThat(source(resolver, "Mutex.TaskRunning")).isEqualTo(Source.USER);
	}

	@Test
	void endingCountsAsTheWholeCode() {
		CodeRules ending = new CodeRules(Map.of(), Map.of(), table("TaskRunning", "mine"), Map.of());
		assertThat(source(resolver(ending, global("Mutex.MyTaskRunning", "builtin")), "Mutex.MyTaskRunning"))
			.isEqualTo(Source.USER);
		CodeRules builtIn = new CodeRules(Map.of(), Map.of(), table("TaskRunning", "builtin"), Map.of());
		assertThat(source(resolver(global("Mutex", "mine"), builtIn), "Mutex.MyTaskRunning"))
			.isEqualTo(Source.CATALOGUE);
		assertThat(source(resolver(global("Mutex", "mine"), builtIn), "Mutex.Other")).isEqualTo(Source.USER);
	}

	@Test
	void lengthCountsMoreThanTheTable() {
		CodeRules.ProductRules product = new CodeRules.ProductRules(table("A", "mine"), Map.of());
		PolicyResolver resolver = resolver(new CodeRules(Map.of(), Map.of(), Map.of("cvm", product)),
				global("A.B", "builtin"));
		assertThat(source(resolver, "A.B")).isEqualTo(Source.CATALOGUE);
		CodeRules.ProductRules builtIn = new CodeRules.ProductRules(table("A.B", "builtin"), Map.of());
		resolver = resolver(global("A.B", "mine"), new CodeRules(Map.of(), Map.of(), Map.of("cvm", builtIn)));
		assertThat(source(resolver, "A.B")).isEqualTo(Source.USER);
	}

	@Test
	void codeThatNoTableKnowsGetsTheDefaultPolicy() {
		Resolution resolution = resolver(global("A", "mine"), global("B", "builtin")).resolve("cvm", "none", "C.D");
		assertThat(resolution).isEqualTo(new Resolution("C.D", POLICIES.get("unknown"), null, Source.DEFAULT, null));
		PolicyResolver other = new PolicyResolver(CodeRules.empty(), CodeRules.empty(), POLICIES, "mine");
		assertThat(other.resolve("cvm", "none", "C.D").policy().name()).isEqualTo("mine");
	}

	@Test
	void withoutCatalogueOnlyTheUsersTableCounts() {
		PolicyResolver resolver = resolver(global("A", "mine"), CodeRules.empty());
		assertThat(source(resolver, "A.B")).isEqualTo(Source.USER);
		assertThat(source(resolver, "InternalError")).isEqualTo(Source.DEFAULT);
	}

	@Test
	void resolutionTellsTheRuleAndThePolicy() {
		Resolution resolution = resolver(global("A", "mine"), global("A.B", "builtin")).resolve("cvm", "none", "a.b.c");
		assertThat(resolution.code()).isEqualTo("a.b.c");
		assertThat(resolution.policy()).isSameAs(POLICIES.get("builtin"));
		assertThat(resolution.rule()).isEqualTo(new CodeRule("A.B", "builtin", null));
	}

	@Test
	void listsWhatEitherTableWritesOut() {
		PolicyResolver resolver = resolver(global("A", "mine"), global("B.C", "builtin"));
		assertThat(resolver.lists("a")).isTrue();
		assertThat(resolver.lists("B.C")).isTrue();
		assertThat(resolver.lists("B")).isFalse();
	}

	@Test
	void unknownPolicyIsRefused() {
		String message = "There is no policy 'absent'";
		assertThatIllegalArgumentException().isThrownBy(() -> resolver(global("A", "absent"), CodeRules.empty()))
			.withMessage(message);
		assertThatIllegalArgumentException().isThrownBy(() -> resolver(CodeRules.empty(), global("A", "absent")))
			.withMessage(message);
		CodeRules reason = new CodeRules(Map.of(), table("R", "absent"), Map.of());
		assertThatIllegalArgumentException().isThrownBy(() -> resolver(reason, CodeRules.empty())).withMessage(message);
		CodeRules action = new CodeRules(Map.of(), Map.of(),
				Map.of("cvm", new CodeRules.ProductRules(Map.of(), Map.of("RunInstances", table("A", "absent")))));
		assertThatIllegalArgumentException().isThrownBy(() -> resolver(action, CodeRules.empty())).withMessage(message);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PolicyResolver(CodeRules.empty(), CodeRules.empty(), POLICIES, "absent"))
			.withMessage(message);
	}

	@Test
	void policiesAreACopy() {
		Map<String, Policy> policies = new HashMap<>(POLICIES);
		PolicyResolver resolver = new PolicyResolver(CodeRules.empty(), CodeRules.empty(), policies, "unknown");
		policies.clear();
		assertThat(resolver.policies()).isEqualTo(POLICIES);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> resolver.policies().clear());
	}

	private static CodeRules global(String key, String policy) {
		return new CodeRules(table(key, policy), Map.of(), Map.of());
	}

	private static PolicyResolver resolver(CodeRules user, CodeRules catalogue) {
		return new PolicyResolver(user, catalogue, POLICIES, "unknown");
	}

	private static Source source(PolicyResolver resolver, String code) {
		return resolver.resolve("cvm", "RunInstances", code).source();
	}

}
