package io.github.tencentcloud.resilience.demo.page;

/**
 * How many calls ended with a code.
 *
 * @param code {@code OK} or the code of the error
 * @param policy the policy of the code, {@code none} for {@code OK}
 * @param count the number of calls
 */
record CodeCount(String code, String policy, long count) {

}
