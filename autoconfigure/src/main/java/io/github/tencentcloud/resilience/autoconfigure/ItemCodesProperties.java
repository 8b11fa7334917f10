package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.tencentcloud.resilience.policy.ItemFailureHandling;

/**
 * Properties of the items inside the successes of one action.
 *
 * @param path Where in "Response" the codes of the items are.
 * @param ok Codes of items that succeeded, compared exactly; without any, every item is a
 * failure.
 * @param onFailure What failed items mean for the call.
 */
record ItemCodesProperties(@Nullable String path, @Nullable Set<String> ok,
		@DefaultValue("report") ItemFailureHandling onFailure) {

}
