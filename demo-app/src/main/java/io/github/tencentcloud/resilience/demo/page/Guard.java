package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What guards the calls at the moment.
 *
 * @param mode for example {@code enforce}; {@code switched} if only a part is switched
 * @param switches what has been switched by hand, for a while
 * @param budget the retry budget of which the smallest share is left, {@code null} before
 * the first call
 * @param clock what is known about the clock of this machine
 */
record Guard(String mode, List<SwitchNote> switches, @Nullable Budget budget, ClockOffset clock) {

}
