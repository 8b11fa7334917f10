package io.github.tencentcloud.resilience.demo.page;

import java.util.List;
import java.util.Map;

/**
 * What the meters have gained within a second.
 *
 * @param at the end of the second, in milliseconds since the epoch
 * @param codes the calls that ended, by code, the most frequent first
 * @param decisions the attempts that ended, by decision, {@code none} for a success
 * @param waitedMillis how long the callers waited, all of them together
 */
record Second(long at, List<CodeCount> codes, Map<String, Long> decisions, long waitedMillis) {

}
