package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

/**
 * What a browser is told.
 *
 * @param number counts the updates since the start, so that none is shown twice
 * @param scenario the scenario in force
 * @param guard what guards the calls
 * @param breakers all circuit breakers
 * @param seconds the seconds that are new to the browser, the oldest first
 * @param calls the calls that are new to the browser, the oldest first
 */
record Update(long number, String scenario, Guard guard, List<Breaker> breakers, List<Second> seconds,
		List<FinishedCall> calls) {

}
