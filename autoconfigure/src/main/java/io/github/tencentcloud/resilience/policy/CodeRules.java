package io.github.tencentcloud.resilience.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * All tables from one source, the user or the catalogue: global, per product, per action,
 * the reasons and their endings. The narrowest table that knows a code decides; within a
 * table it is the exact code, else its reason, else the ending of the reason, else the
 * longest dotted prefix.
 */
public final class CodeRules {

	private final CodeTable global;

	private final CodeTable reasons;

	private final EndingTable endings;

	private final Map<String, ProductRules> products;

	/** The keys in lower case, collected on first use. */
	private volatile @Nullable Set<String> listed;

	/**
	 * Create the tables.
	 * @param global code or dotted prefix to rule, for every product
	 * @param reasons reason (all after the first dot) to rule, for every product
	 * @param products the tables of products by name
	 */
	public CodeRules(Map<String, CodeRule> global, Map<String, CodeRule> reasons, Map<String, ProductRules> products) {
		this(global, reasons, Map.of(), products);
	}

	/**
	 * Create the tables.
	 * @param global code or dotted prefix to rule, for every product
	 * @param reasons reason (all after the first dot) to rule, for every product
	 * @param endings words that reasons end in to rule, for every product
	 * @param products the tables of products by name
	 */
	public CodeRules(Map<String, CodeRule> global, Map<String, CodeRule> reasons, Map<String, CodeRule> endings,
			Map<String, ProductRules> products) {
		this.global = new CodeTable(global);
		this.reasons = new CodeTable(reasons);
		this.endings = new EndingTable(endings);
		this.products = new LinkedCaseInsensitiveMap<>(products.size(), Locale.ROOT);
		this.products.putAll(products);
	}

	/**
	 * Tables without an entry.
	 * @return the tables
	 */
	public static CodeRules empty() {
		return new CodeRules(Map.of(), Map.of(), Map.of());
	}

	/**
	 * Find the rule for a code.
	 * @param product the product
	 * @param action the action
	 * @param code the code
	 * @return the rule and how much of the code it covers, or {@code null} if no table
	 * knows it
	 */
	@Nullable Hit find(String product, String action, String code) {
		ProductRules rules = this.products.get(product);
		if (rules != null) {
			CodeTable actionTable = rules.actions.get(action);
			Hit hit = (actionTable != null) ? narrow(actionTable, code, RuleTable.ACTION) : null;
			hit = (hit != null) ? hit : narrow(rules.codes, code, RuleTable.PRODUCT);
			if (hit != null) {
				return hit;
			}
		}
		Hit hit = exact(this.global, code, RuleTable.GLOBAL);
		hit = (hit != null) ? hit : reason(code);
		return (hit != null) ? hit : prefix(this.global, code, RuleTable.GLOBAL);
	}

	private static @Nullable Hit narrow(CodeTable table, String code, RuleTable name) {
		Hit hit = exact(table, code, name);
		return (hit != null) ? hit : prefix(table, code, name);
	}

	private static @Nullable Hit exact(CodeTable table, String code, RuleTable name) {
		CodeRule rule = table.exact(code);
		return (rule != null) ? new Hit(rule, code.length(), name) : null;
	}

	private static @Nullable Hit prefix(CodeTable table, String code, RuleTable name) {
		CodeRule rule = table.prefix(code);
		return (rule != null) ? new Hit(rule, rule.key().length(), name) : null;
	}

	/** A reason covers all of a code, and so does the word that it ends in. */
	private @Nullable Hit reason(String code) {
		int begin = code.indexOf('.') + 1;
		if (begin <= 1) {
			return null;
		}
		CodeRule rule = this.reasons.exact(code.substring(begin));
		if (rule != null) {
			return new Hit(rule, code.length(), RuleTable.REASONS);
		}
		rule = this.endings.find(code, begin);
		return (rule != null) ? new Hit(rule, code.length(), RuleTable.ENDINGS) : null;
	}

	/**
	 * Whether a table of codes, not of reasons, has an entry for exactly this key.
	 * @param code the code
	 * @return {@code true} if it is listed somewhere
	 */
	public boolean lists(String code) {
		Set<String> listed = this.listed;
		if (listed == null) {
			listed = keys();
			this.listed = listed;
		}
		return listed.contains(code.toLowerCase(Locale.ROOT));
	}

	private Set<String> keys() {
		return Stream
			.concat(this.global.rules().stream(),
					this.products.values().stream().flatMap((rules) -> rules.all().stream()))
			.map((rule) -> rule.key().toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Every rule of every table.
	 * @return the rules, for checks and explanations
	 */
	public List<CodeRule> all() {
		List<CodeRule> all = new ArrayList<>(this.global.rules());
		all.addAll(this.reasons.rules());
		all.addAll(this.endings.rules());
		this.products.values().forEach((rules) -> all.addAll(rules.all()));
		return all;
	}

	/**
	 * The tables of one product.
	 */
	public static final class ProductRules {

		private final CodeTable codes;

		private final Map<String, CodeTable> actions;

		/**
		 * Create the tables.
		 * @param codes code or dotted prefix to rule, for every action of the product
		 * @param actions the tables of its actions by name
		 */
		public ProductRules(Map<String, CodeRule> codes, Map<String, Map<String, CodeRule>> actions) {
			this.codes = new CodeTable(codes);
			this.actions = new LinkedCaseInsensitiveMap<>(actions.size(), Locale.ROOT);
			actions.forEach((action, rules) -> this.actions.put(action, new CodeTable(rules)));
		}

		private List<CodeRule> all() {
			List<CodeRule> all = new ArrayList<>(this.codes.rules());
			this.actions.values().forEach((table) -> all.addAll(table.rules()));
			return all;
		}

	}

	/**
	 * What was found.
	 *
	 * @param rule the rule
	 * @param length how many characters of the code the rule covers
	 * @param table where the rule stands
	 */
	record Hit(CodeRule rule, int length, RuleTable table) {

	}

}
