package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.Set;

import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.envelope.Items;

/**
 * How the items inside a success of one action are judged.
 *
 * @param path where their codes are
 * @param ok the codes of items that succeeded, compared exactly; if it is empty, every
 * item is a failure
 * @param words whether the path leads to free text or to the names of what failed, and
 * not to codes; then only an item without any text succeeded, and all others share one
 * code
 * @param onFailure what failed items mean for the call
 */
public record ItemRule(ItemPath path, Set<String> ok, boolean words, ItemFailureHandling onFailure) {

	/**
	 * Create a rule.
	 * @param path where the codes are
	 * @param ok the codes of items that succeeded
	 * @param words whether the path leads to text instead of codes
	 * @param onFailure what failed items mean for the call
	 */
	public ItemRule {
		ok = Set.copyOf(ok);
	}

	/**
	 * Create a rule about codes.
	 * @param path where the codes are
	 * @param ok the codes of items that succeeded
	 * @param onFailure what failed items mean for the call
	 */
	public ItemRule(ItemPath path, Set<String> ok, ItemFailureHandling onFailure) {
		this(path, ok, false, onFailure);
	}

	/**
	 * The items as they are to be reported.
	 * @param counted the items as they were counted, by their codes
	 * @return what came of them
	 */
	public Items judge(Items counted) {
		if (counted.isEmpty()) {
			return isMissing() ? Items.ABSENT : counted;
		}
		if (!this.words || counted.failed().isEmpty()) {
			return counted;
		}
		int silent = counted.failed().getOrDefault(Items.NO_CODE, 0);
		int failures = counted.failures() - silent;
		return new Items(counted.succeeded() + silent, (failures > 0) ? Map.of(Items.FAILED, failures) : Map.of());
	}

	/**
	 * A call that should fail when its items fail has not succeeded if it has no items at
	 * all. But where only failures are listed, or an item needs no code, having none may
	 * be a good sign.
	 */
	private boolean isMissing() {
		return this.onFailure != ItemFailureHandling.REPORT && !this.words && !this.ok.isEmpty()
				&& !this.ok.contains(Items.NO_CODE) && !this.ok.contains(Items.MISSING);
	}

	/**
	 * Whether the call fails because of its items.
	 * @param items what came of them
	 * @return {@code true} if it fails, although the envelope holds no error
	 */
	public boolean fails(Items items) {
		return this.onFailure.fails(items);
	}

}
