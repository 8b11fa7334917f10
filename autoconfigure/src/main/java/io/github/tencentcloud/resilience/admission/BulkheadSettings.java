package io.github.tencentcloud.resilience.admission;

import java.time.Duration;

/**
 * The settings of a product's bulkhead.
 *
 * @param maxConcurrentCalls the maximum number of concurrent attempts, at least 1
 * @param maxWaitDuration how long an attempt waits for a place, not negative
 */
public record BulkheadSettings(int maxConcurrentCalls, Duration maxWaitDuration) {

}
