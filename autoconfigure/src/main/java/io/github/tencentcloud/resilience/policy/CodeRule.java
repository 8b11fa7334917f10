package io.github.tencentcloud.resilience.policy;

import org.jspecify.annotations.Nullable;

/**
 * One line of a table: a code, a dotted prefix, a reason or the ending of a reason, and
 * the policy it falls under.
 *
 * @param key the code, prefix, reason or ending as written
 * @param policy the name of the policy
 * @param why one line of explanation, or {@code null} for a user's own entry
 */
public record CodeRule(String key, String policy, @Nullable String why) {

}
