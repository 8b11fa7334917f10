/**
 * May an attempt go now, later or not at all: gates with their queues, bulkheads, circuit
 * breakers, and the budget that retries are paid from. Waits for nobody, and knows
 * neither HTTP nor Reactor.
 */
@NullMarked
package io.github.tencentcloud.resilience.admission;

import org.jspecify.annotations.NullMarked;
