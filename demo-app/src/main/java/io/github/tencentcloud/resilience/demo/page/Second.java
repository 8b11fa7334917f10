package io.github.tencentcloud.resilience.demo.page;

import java.util.List;
import java.util.Map;

/**
 * What has come within a second.
 *
 * @param at the end of the second, in milliseconds since the epoch
 * @param codes the calls that ended, by code, the most frequent first
 * @param waitedMillis how long the callers waited, all of them together
 * @param items the items inside of successes, by code, {@code OK} for those that
 * succeeded
 * @param held the calls that were held back before they were sent
 * @param seen what the observations tell
 */
record Second(long at, List<CodeCount> codes, long waitedMillis, Map<String, Long> items, Held held, Seen seen) {

}
