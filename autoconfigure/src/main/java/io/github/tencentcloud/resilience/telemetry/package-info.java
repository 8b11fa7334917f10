/**
 * Tells of calls: meters by error code, with a bounded number of series. The rest only
 * sees {@link io.github.tencentcloud.resilience.telemetry.CallMeters}.
 */
@NullMarked
package io.github.tencentcloud.resilience.telemetry;

import org.jspecify.annotations.NullMarked;
