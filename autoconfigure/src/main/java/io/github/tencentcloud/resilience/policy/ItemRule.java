package io.github.tencentcloud.resilience.policy;

import java.util.Set;

import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.envelope.Items;

/**
 * How the items inside a success of one action are judged.
 *
 * @param path where their codes are
 * @param ok the codes of items that went well, compared exactly; if it is empty, each
 * item is a failure
 * @param onFailure what failed items mean for the call
 */
public record ItemRule(ItemPath path, Set<String> ok, OnItemFailure onFailure) {

	/**
	 * Create a rule.
	 * @param path where the codes are
	 * @param ok the codes of items that went well
	 * @param onFailure what failed items mean for the call
	 */
	public ItemRule {
		ok = Set.copyOf(ok);
	}

	/**
	 * Whether the call fails because of its items.
	 * @param items what became of them
	 * @return {@code true} if it fails, although the envelope holds no error
	 */
	public boolean fails(Items items) {
		return this.onFailure.fails(items);
	}

}
