package io.github.tencentcloud.resilience.policy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.util.PatternMatchUtils;

import io.github.tencentcloud.resilience.Memo;

/**
 * Tells from an action's name whether it is safe to repeat: the first word is the verb,
 * and exceptions are listed. Both are data, in {@code actions.yml} next to this class.
 */
public class Idempotency {

	private final Set<String> readVerbs;

	private final List<String> idempotent;

	private final List<String> notIdempotent;

	private final Memo<Action, Boolean> known = new Memo<>(this::isIdempotent);

	private Idempotency(Collection<String> readVerbs, Collection<String> idempotent, Collection<String> notIdempotent) {
		this.readVerbs = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		this.readVerbs.addAll(readVerbs);
		this.idempotent = lowerCase(idempotent);
		this.notIdempotent = lowerCase(notIdempotent);
	}

	/**
	 * Load the verbs and their exceptions.
	 * @return what is known
	 */
	@SuppressWarnings("unchecked")
	public static Idempotency load() {
		Map<String, Object> document = FlatTree.read("actions.yml");
		return new Idempotency((List<String>) section(document, "read-verbs"),
				((Map<String, String>) section(document, "idempotent")).keySet(),
				((Map<String, String>) section(document, "not-idempotent")).keySet());
	}

	private static Object section(Map<String, Object> document, String name) {
		return Objects.requireNonNull(document.get(name), () -> "'actions.yml' has no '" + name + "'");
	}

	/**
	 * Whether an action only reads.
	 * @param product the product, for example {@code sms}
	 * @param action the action, for example {@code DescribeSmsTemplateList}
	 * @return {@code true} if it may be repeated without harm
	 */
	public boolean isIdempotent(String product, String action) {
		return this.known.get(new Action(product, action));
	}

	private boolean isIdempotent(Action action) {
		String name = action.product().toLowerCase(Locale.ROOT) + "." + action.name().toLowerCase(Locale.ROOT);
		if (matches(this.notIdempotent, name)) {
			return false;
		}
		return this.readVerbs.contains(action.verb()) || matches(this.idempotent, name);
	}

	private static boolean matches(List<String> patterns, String name) {
		for (String pattern : patterns) {
			if (PatternMatchUtils.simpleMatch(pattern, name)) {
				return true;
			}
		}
		return false;
	}

	private static List<String> lowerCase(Collection<String> values) {
		return values.stream().map((value) -> value.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableList());
	}

	private record Action(String product, String name) {

		/** {@code Describe} of {@code DescribeInstances}. */
		String verb() {
			int end = 1;
			while (end < this.name.length() && !Character.isUpperCase(this.name.charAt(end))) {
				end++;
			}
			return this.name.substring(0, Math.min(end, this.name.length()));
		}

	}

}
