package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A call that has ended.
 *
 * @param at when it ended, in milliseconds since the epoch
 * @param product the product
 * @param action the action
 * @param code {@code OK} or the code of the error
 * @param policy the policy that decided, {@code none} on success
 * @param decision what it decided last, {@code none} on success
 * @param attempts how many HTTP requests it took
 * @param tookMillis how long the caller waited
 * @param requestId the RequestId of the last answer that had one, or {@code null}
 * @param trail the attempts in order
 * @param verdict what became of it in a sentence, for example why it was not repeated
 */
record FinishedCall(long at, String product, String action, String code, String policy, String decision, int attempts,
		long tookMillis, @Nullable String requestId, List<Attempt> trail, String verdict) {

}
