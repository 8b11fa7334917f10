package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.BulkheadSettings;

/**
 * Properties of a product's bulkhead, named as Resilience4j names them.
 *
 * @param maxConcurrentCalls Most attempts that are under way at once; if not set, there
 * is no bulkhead.
 * @param maxWaitDuration How long an attempt waits for its place; if not set, not at all.
 */
record BulkheadProperties(@Nullable Integer maxConcurrentCalls, @Nullable Duration maxWaitDuration) {

	@Nullable BulkheadSettings settings() {
		return (this.maxConcurrentCalls != null) ? new BulkheadSettings(this.maxConcurrentCalls,
				(this.maxWaitDuration != null) ? this.maxWaitDuration : Duration.ZERO) : null;
	}

}
