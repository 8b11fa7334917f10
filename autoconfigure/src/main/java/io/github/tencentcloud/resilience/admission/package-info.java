/**
 * Decides whether an attempt may go now, later or not at all: gates with their queues,
 * bulkheads, circuit breakers, and the budget that pays for retries. Never waits, and
 * knows neither HTTP nor Reactor.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.admission;

import org.jspecify.annotations.NullMarked;
