/**
 * What is reported about calls: meters by error code with a bounded number of series,
 * observations for traces, and the log of failed calls. Everything here is told and never
 * asked, and no error here reaches a call.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.telemetry;

import org.jspecify.annotations.NullMarked;
