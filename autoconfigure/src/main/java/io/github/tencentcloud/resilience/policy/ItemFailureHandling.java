package io.github.tencentcloud.resilience.policy;

import io.github.tencentcloud.resilience.envelope.Items;

/**
 * How a successful call ends if some of its items failed.
 */
public enum ItemFailureHandling {

	/** The items are counted, and the call stays a success. */
	REPORT,

	/** The call fails if it had items and none of them succeeded. */
	FAIL_IF_ALL,

	/** The call fails if any item failed. */
	FAIL_IF_ANY;

	boolean fails(Items items) {
		return switch (this) {
			case REPORT -> false;
			case FAIL_IF_ALL -> items.succeeded() == 0 && !items.failed().isEmpty();
			case FAIL_IF_ANY -> !items.failed().isEmpty();
		};
	}

}
