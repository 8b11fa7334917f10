/**
 * Meters by error code, with a bounded number of series. The rest of the library only
 * sees {@link io.github.tencentcloud.resilience.metrics.CallMeters}.
 */
@NullMarked
package io.github.tencentcloud.resilience.metrics;

import org.jspecify.annotations.NullMarked;
