package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of one action. Whatever is not set is taken from its product.
 *
 * @param maxAttempts Most attempts per call; 1 means that it is never sent twice.
 * @param idempotent Whether it may be repeated without harm; if not set, its name tells.
 * @param timeout Time limits of this action.
 * @param rateLimit Most attempts in each second or minute, such as 20/s or 600/m.
 * @param codes Names of policies by error code or dotted prefix of it, for this action.
 * @param itemCodes Where the codes of single items are in a success, and which of them
 * are good.
 */
record ActionProperties(@Nullable Integer maxAttempts, @Nullable Boolean idempotent,
		@Nullable TimeoutProperties timeout, @Nullable String rateLimit, @DefaultValue Map<String, String> codes,
		@Nullable ItemCodesProperties itemCodes) {

}
