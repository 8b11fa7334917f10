package io.github.tencentcloud.resilience.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.github.tencentcloud.resilience.Memo;

/**
 * Finds the policy for a code. The user's tables and the catalogue are searched
 * separately; the user's rule wins, unless the catalogue knows a strictly longer code
 * that means something different from the shorter one.
 */
public class PolicyResolver {

	/** How many codes of one action are remembered. */
	private static final int MAX_CODES = 100;

	private final CodeRules user;

	private final CodeRules catalogue;

	private final Map<String, Policy> policies;

	private final Policy defaultPolicy;

	/**
	 * What has been resolved before, by product, action and code as they were written.
	 */
	private final Memo<Action, Memo<String, Resolution>> resolved = new Memo<>(this::codesOf);

	/**
	 * Create a resolver.
	 * @param user the user's rules
	 * @param catalogue the built-in rules
	 * @param policies all policies by name
	 * @param defaultPolicy the name of the policy for codes that no table knows
	 * @throws IllegalArgumentException if a rule or the default names a policy that does
	 * not exist
	 */
	public PolicyResolver(CodeRules user, CodeRules catalogue, Map<String, Policy> policies, String defaultPolicy) {
		this.user = user;
		this.catalogue = catalogue;
		this.policies = Map.copyOf(policies);
		this.defaultPolicy = policy(defaultPolicy);
		user.all().forEach((rule) -> policy(rule.policy()));
		catalogue.all().forEach((rule) -> policy(rule.policy()));
	}

	/**
	 * Find the policy for a code.
	 * @param product the product of the call
	 * @param action the action of the call
	 * @param code the code of the answer
	 * @return the policy, the rule that decided and who wrote it
	 */
	public Resolution resolve(String product, String action, String code) {
		return this.resolved.get(new Action(product, action)).get(code);
	}

	/** The vendor knows 12,000 codes, and an action answers with a few of them. */
	private Memo<String, Resolution> codesOf(Action action) {
		return new Memo<>(MAX_CODES, (code) -> search(action.product(), action.name(), code));
	}

	/**
	 * Find the policy for a code as {@link #resolve} does, but without remembering it: a
	 * code that somebody merely asks about must not take the place of one that was
	 * answered.
	 * @param product the product of the call
	 * @param action the action of the call
	 * @param code the code that is asked about
	 * @return the policy, the rule that decides and who wrote it
	 */
	public Resolution search(String product, String action, String code) {
		CodeRules.Hit user = this.user.find(product, action, code);
		CodeRules.Hit builtIn = this.catalogue.find(product, action, code);
		if (user != null && !knowsBetter(builtIn, user, product, action)) {
			return new Resolution(code, policy(user.rule().policy()), user.rule(), Resolution.Source.USER,
					user.table());
		}
		if (builtIn != null) {
			return new Resolution(code, policy(builtIn.rule().policy()), builtIn.rule(), Resolution.Source.CATALOGUE,
					builtIn.table());
		}
		return new Resolution(code, this.defaultPolicy);
	}

	/**
	 * A longer code in the catalogue that only repeats what the catalogue says about the
	 * shorter one adds no knowledge: whoever writes {@code RequestLimitExceeded} also
	 * means {@code RequestLimitExceeded.UinLimitExceeded}.
	 */
	private boolean knowsBetter(CodeRules.@Nullable Hit builtIn, CodeRules.Hit user, String product, String action) {
		if (builtIn == null || builtIn.length() <= user.length()) {
			return false;
		}
		CodeRules.Hit shorter = this.catalogue.find(product, action, user.rule().key());
		return shorter == null || !shorter.rule().policy().equals(builtIn.rule().policy());
	}

	/**
	 * What the catalogue says about a code, whatever the user's tables say.
	 * @param product the product of the call
	 * @param action the action of the call
	 * @param code the code of the answer
	 * @return the catalogue's rule, or {@code null} if it has none
	 */
	public @Nullable CodeRule builtIn(String product, String action, String code) {
		CodeRules.Hit hit = this.catalogue.find(product, action, code);
		return (hit != null) ? hit.rule() : null;
	}

	/**
	 * Every rule of every table.
	 * @return the user's rules, followed by the catalogue's
	 */
	public List<CodeRule> rules() {
		return Stream.concat(this.user.all().stream(), this.catalogue.all().stream()).toList();
	}

	/**
	 * Whether a table, the user's or the built-in one, has an entry for exactly this
	 * code.
	 * @param code the code
	 * @return {@code true} if it is listed somewhere
	 */
	public boolean lists(String code) {
		return this.user.lists(code) || this.catalogue.lists(code);
	}

	/**
	 * All policies in force.
	 * @return the policies by name
	 */
	public Map<String, Policy> policies() {
		return this.policies;
	}

	private Policy policy(String name) {
		@Nullable Policy policy = this.policies.get(name);
		Assert.notNull(policy, () -> "There is no policy '" + name + "'");
		return policy;
	}

	private record Action(String product, String name) {

	}

}
